// What only this console knows: which panel is open, whose pen is taken over, whether the note is hidden.
import { getContext, setContext } from 'svelte';
import type { Session } from '../live/session.svelte';

const KEY = Symbol('steering');
export type Drawer = 'desk' | 'plan';
export type Panel = 'school' | 'instruments';

export class Steering {
  help = $state(false);
  drawer = $state<Drawer | undefined>();
  /** The facilitator writes for this team, in this round. */
  over = $state<{ team: number; round: number } | undefined>();
  /** What lies open over the room, whatever the phase: the profile of the own school, or the instruments. */
  panel = $state<Panel | undefined>();
  /** Said politely to whoever listens, and shown for a moment in the foot. */
  said = $state('');
  noteHidden = $state(false);
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
    this.noteHidden = session.keep.get(this.#name) === 'yes';
  }

  get #name(): string {
    return `maatwerk:note-hidden:${this.#session.code}`;
  }

  hideNote(hide: boolean): void {
    this.noteHidden = hide;
    if (hide) this.#session.keep.set(this.#name, 'yes');
    else this.#session.keep.remove(this.#name);
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
}

export const provideSteering = (session: Session): Steering => setContext(KEY, new Steering(session));
export const useSteering = (): Steering => getContext<Steering>(KEY);
