// A shared text for a component: like the drafts of `drafts.svelte.ts`, but several devices write in it at the same time.
import { untrack } from 'svelte';
import { Pages } from '../parts/pages.svelte';
import type { DraftForm } from './drafts.svelte';
import { randomId } from './ids';
import type { Outcome } from './protocol';
import type { Session } from './session.svelte';

export interface SharedFormOptions {
  /** Whose solution, and of which camp; 0 while there is none. */
  place: () => { round: number; team: number };
  /** What the server shows: read until the text itself is here. */
  values: () => object | undefined;
  /** Writing is near: from then on the text is fetched. */
  wanted: () => boolean;
  /** Of the place where it was written, which need not be where this device is by now. */
  save: (update: string, place: { round: number; team: number }) => Promise<Outcome>;
}

/** Yjs is a page of its own: nobody waits for it who only takes a seat. */
const pages = new Pages({ text: () => import('./shared') });
const PAGE = randomId();

/** Call in a component's script: it cleans up with the component. */
export function openShared(session: Session, options: SharedFormOptions): DraftForm {
  let version = $state(0);
  const changed = () => void untrack(() => version++);
  const place = $derived.by(options.place);
  // Stays near when the phase is over: words on their way still count for a moment.
  let near = $state(false);
  $effect(() => {
    if (options.wanted()) near = true;
  });
  const key = $derived(`${place.round}:${place.team}`);
  const shared = $derived.by(() => {
    const SharedText = near && place.round ? pages.get('text') : undefined;
    const [round, team] = key.split(':').map(Number) as [number, number];
    return SharedText && untrack(() => new SharedText({
      keep: session.keep, name: `maatwerk:text:${session.code}:${session.as}:${key}`, page: PAGE, changed,
      ask: (state) => session.askText({ round, team, state }),
      save: (update) => options.save(update, { round, team }),
    }));
  });

  const flush = () => shared?.flush();
  $effect(() => {
    const [open, { round, team }] = [shared, untrack(() => place)];
    if (!open) return;
    const stop = session.openText((frame) => frame.round === round && frame.team === team && open.heard(frame.update));
    return () => {
      stop();
      open.close(); // another text, or the component goes
    };
  });
  $effect(() => {
    const [open, online] = [shared, session.line];
    untrack(() => open?.connected(online > 0));
  });
  const status = $derived((options.values() as { status?: string; reopened?: boolean } | undefined)?.status);
  $effect(() => {
    void [session.view?.phase.index, status];
    untrack(() => shared?.retry());
    untrack(flush);
  });
  $effect(() => {
    addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', flush);
    return () => {
      removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', flush);
    };
  });

  const seen = (part: string): string => {
    const value = (options.values() as Record<string, unknown> | undefined)?.[part];
    return typeof value === 'string' ? value : '';
  };
  const read = <T>(get: () => T): T => (void version, get());
  return {
    get saved() { return read(() => shared?.saved ?? true); },
    flush,
    field: (part) => ({
      key: part,
      get ready() { return read(() => shared?.known ?? false); },
      get text() { return read(() => (shared?.known ? shared.text(part) : seen(part))); },
      get saved() { return read(() => shared?.saved ?? true); },
      get error() { return read(() => shared?.error(part)); },
      conflict: undefined,
      type: (text, caret, before) => shared?.type(part, text, caret, before),
      resolve: () => undefined,
      flush,
    }),
  };
}
