// Writes down which sentences each page can say, and which of them it says first, so that a page in another language carries
// those and no others.
import type { Plugin, Rolldown } from 'vite';

type Node = { type: string; [part: string]: unknown };

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** The Dutch sentences in `t('...')` and `tn('...', '...', n)`, anywhere below a node. */
function* saidIn(node: Node): Generator<string> {
  const callee = node.type === 'CallExpression' ? (node.callee as { name?: string }).name : undefined;
  const forms = { t: 1, tn: 2 }[callee ?? ''] ?? 0;
  for (const { value } of ((node.arguments ?? []) as { value?: unknown }[]).slice(0, forms)) if (typeof value === 'string') yield value;
  for (const part of Object.values(node).flat()) if (isNode(part)) yield* saidIn(part);
}

/** Where a session begins, and the drawings beside it: of what is fetched later these need their sentences at once. */
const FIRST = /\/(Lobby|Route|Contours)\.svelte$/;

export function sentences(): Plugin {
  return {
    name: 'sentences',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = new Map(Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])));
      const reach = (name: string, later: (chunk: Rolldown.OutputChunk) => boolean, seen = new Set<string>()): Set<string> => {
        const chunk = chunks.get(name);
        if (!chunk || seen.has(name)) return seen;
        seen.add(name);
        const fetched = chunk.dynamicImports.filter((next) => later(chunks.get(next)!));
        for (const next of [...chunk.imports, ...fetched]) reach(next, later, seen);
        return seen;
      };
      const saidBy = (names: Set<string>) => {
        const modules = [...names].flatMap((name) => chunks.get(name)?.moduleIds ?? []);
        return [...new Set(modules.flatMap((id) => [...saidIn(this.parse(this.getModuleInfo(id)?.code ?? '') as unknown as Node)]))].sort();
      };
      const opens = (chunk: Rolldown.OutputChunk) => chunk.moduleIds.some((id) => FIRST.test(id));
      const said = ({ fileName }: Rolldown.OutputChunk) => {
        const first = reach(fileName, opens);
        const all = reach(fileName, () => true);
        // A page that has no lobby is there at once.
        return { first: saidBy([...first].some((name) => opens(chunks.get(name)!)) ? first : all), all: saidBy(all) };
      };
      const pages = [...chunks.values()].filter((chunk) => chunk.isEntry).map((chunk) => [chunk.name, said(chunk)]);
      this.emitFile({ type: 'asset', fileName: '.vite/sentences.json', source: JSON.stringify(Object.fromEntries(pages)) });
    },
  };
}
