// Drafts for a component: reactive, fed by the view, flushed when the page or the phase moves.
import { untrack } from 'svelte';
import { type Conflict, Drafts, type SaveFields } from './drafts';
import type { Session } from './session.svelte';

export interface DraftField {
  readonly key: string;
  readonly text: string;
  readonly saved: boolean;
  readonly error: string | undefined;
  readonly conflict: Conflict | undefined;
  /** Whether it may be written in: what the server has is known. */
  readonly ready: boolean;
  /** `caret`: where the hand stands after it. `before`: what the box showed, if that lags behind. */
  type(text: string, caret?: number, before?: string): void;
  flush(): void;
  resolve(which: 'mine' | 'theirs'): void;
}

export interface DraftForm {
  field(key: string): DraftField;
  /** Everything typed is on the server. */
  readonly saved: boolean;
  flush(): void;
}

export interface DraftFormOptions {
  /** Where it is kept on this device; another name is another form. */
  name: () => string;
  /** What the server has, per key; undefined as long as that is not known. */
  values: () => object | undefined;
  save: SaveFields;
}

const isText = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === 'string';

/** Call in a component's script: it cleans up with the component. */
export function openDrafts(session: Session, options: DraftFormOptions): DraftForm {
  let version = $state(0);
  const changed = () => void untrack(() => version++);
  const drafts = $derived.by(() => {
    const name = `maatwerk:draft:${session.code}:${session.as}:${options.name()}`;
    return new Drafts({ keep: session.keep, name, save: options.save, changed });
  });

  const flush = () => drafts.flush();
  $effect(() => {
    const open = drafts;
    return () => open.flush(); // another form, or the component goes
  });
  $effect(() => {
    const values = options.values();
    const open = drafts;
    if (session.view && values) untrack(() => open.server(Object.fromEntries(Object.entries(values).filter(isText))));
  });
  $effect(() => drafts.connected(session.online));
  $effect(() => {
    void session.view?.phase.index;
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

  const read = <T>(get: () => T): T => (void version, get());
  return {
    get saved() { return read(() => drafts.saved); },
    flush,
    field: (key) => ({
      key,
      get text() { return read(() => drafts.field(key).text); },
      get saved() { return read(() => drafts.field(key).saved); },
      get error() { return read(() => drafts.field(key).error); },
      get conflict() { return read(() => drafts.field(key).conflict); },
      ready: true,
      type: (text) => drafts.type(key, text),
      resolve: (which) => drafts.resolve(key, which),
      flush,
    }),
  };
}
