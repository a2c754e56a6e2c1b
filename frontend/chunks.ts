// Which modules share a file. Left to itself the bundler makes a file for every set of pages that share a module, and a seat on a
// slow telephone asks for dozens of them before it shows a word. So what a seat needs at first comes in two files: what other
// screens need too, and the rest.
import type { Rolldown } from 'vite';

/** What a seat shows to who comes first. */
const SEAT = /\/src\/(seat\.ts|team\/phases\/Lobby\.svelte)$/;
/** The other screens of a session. */
const SCREENS = /\/src\/(screen|console|review)\.ts$/;

/** The modules that import this one, however many between, itself included. */
function above(id: string, graph: Rolldown.ChunkingContext, seen = new Set<string>()): Set<string> {
  if (seen.has(id)) return seen;
  seen.add(id);
  for (const importer of graph.getModuleInfo(id)?.importers ?? []) above(importer, graph, seen);
  return seen;
}

/** The file that a module goes into, if not one of the bundler's choice. */
export function together(id: string, graph: Rolldown.ChunkingContext): string | null {
  const users = [...above(id, graph)];
  const has = (pages: RegExp) => users.some((user) => pages.test(user));
  if (!has(SEAT) || SEAT.test(id)) return null;
  return has(SCREENS) ? 'live' : 'seat-first';
}
