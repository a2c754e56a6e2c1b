// What only this console knows: which panel is open, whose pen is taken over, whether the note is hidden, which keys it uses.
import { getContext, setContext } from 'svelte';
import type { Session } from '../live/session.svelte';
import { Keymap } from '../parts/keymap.svelte';
import { CONSOLE_KEYS, type KeyAct } from './keys';
import type { Wish } from './steps';

const KEY = Symbol('steering');
const AHEAD = 'maatwerk:ahead';
export type Drawer = 'desk' | 'plan';
export type Panel = 'school' | 'instruments' | 'leading' | 'rehearsal';
export type Dialog = 'help' | 'clock' | 'join';

export class Steering {
  /** The one question that lies over the console, if any. */
  dialog = $state<Dialog | undefined>();
  drawer = $state<Drawer | undefined>();
  /** The facilitator writes for this team, in this round. */
  over = $state<{ team: number; round: number } | undefined>();
  /** What lies open over the room, whatever the phase. */
  panel = $state<Panel | undefined>();
  /** Said politely to whoever listens, and shown for a moment in the foot. */
  said = $state('');
  noteHidden = $state(false);
  /** Counts the wishes to write an insight: the field takes the focus at each. */
  catching = $state(0);
  /** The step on stage that somebody points at, for the look ahead. */
  aimed = $state.raw<Wish | undefined>();
  /** The little screen shows what comes instead of what is. */
  ahead = $state(false);
  readonly keymap: Keymap<KeyAct>;
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
    this.keymap = new Keymap(session.keep, 'maatwerk:keys', CONSOLE_KEYS);
    this.noteHidden = session.keep.get(this.#name) === 'yes';
    this.ahead = session.keep.get(AHEAD) === 'yes';
  }

  get #name(): string {
    return `maatwerk:note-hidden:${this.#session.code}`;
  }

  hideNote(hide: boolean): void {
    this.noteHidden = hide;
    this.#keep(this.#name, hide);
  }

  lookAhead(on: boolean): void {
    this.ahead = on;
    this.#keep(AHEAD, on);
  }

  #keep(name: string, on: boolean): void {
    if (on) this.#session.keep.set(name, 'yes');
    else this.#session.keep.remove(name);
  }

  say(words: string): void {
    this.said = words;
    setTimeout(() => this.said === words && (this.said = ''), 4000);
  }

  open(panel: Panel): void {
    [this.panel, this.over, this.drawer] = [panel, undefined, undefined];
  }

  toggle(drawer: Drawer): void {
    this.drawer = this.drawer === drawer ? undefined : drawer;
  }

  /** To the field for an insight, wherever it lies. */
  catch(): void {
    this.drawer = 'desk';
    this.catching++;
  }

  /** For a button that changes the big screen: while it is pointed at, the little screen shows what it would do. */
  aim = (wish: () => Wish) => (element: Element): (() => void) => {
    const on = () => (this.aimed = wish());
    const off = () => (this.aimed = undefined);
    const told: [string, () => void][] = [['pointerenter', on], ['focusin', on], ['pointerleave', off], ['focusout', off]];
    for (const [event, act] of told) element.addEventListener(event, act);
    return () => {
      off();
      for (const [event, act] of told) element.removeEventListener(event, act);
    };
  };
}

export const provideSteering = (session: Session): Steering => setContext(KEY, new Steering(session));
export const useSteering = (): Steering => getContext<Steering>(KEY);
