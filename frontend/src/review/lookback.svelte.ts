// Everything the review page knows: the rows, the filters, the chosen moment, and whether it plays.
import { boot } from '../boot';
import { t } from '../i18n';
import { type Place, readPlace } from './address';
import { Annotations } from './annotations.svelte';
import type { Content } from '../live/content';
import type { Kind } from './kinds';
import { fetchLog, type LogEvent, Refused } from './log';
import { playedOn } from './playing';
import { piecesOf } from './road';
import { Replay } from './replay.svelte';
import { type Row, timelineOf } from './timeline';

export interface Filters { leg: string; team: number; kind: Kind | ''; words: string }

/** Between two steps of playing: a moment is asked for and drawn in less. */
const PLAY_MS = 250;
/** A hand that drags rests when it stays this long. */
const REST_MS = 110;

export class Lookback {
  readonly code: string;
  readonly replay: Replay;
  /** What the moment that is pinned showed. */
  readonly beside: Replay;
  readonly annotations: Annotations;
  events = $state.raw<LogEvent[]>([]);
  loaded = $state(false);
  error = $state('');
  filters = $state<Filters>({ leg: '', team: 0, kind: '', words: '' });
  audience = $state('review');
  playing = $state(false);
  /** Times as fast as it went. */
  speed = $state(30);
  seq = $state(0);
  /** The moment that stays beside the chosen one; 0 when there is none. */
  pinned = $state(0);
  /** The moment at which the hand rests. What takes long to draw follows this one, and not every step of a drag. */
  resting = $state(0);
  timeline = $derived(timelineOf(this.events, this.content, boot.played_at));
  pieces = $derived(piecesOf(this.timeline));
  rows = $derived(this.timeline.rows.filter((row) => this.#fits(row)));
  /** The row that is shown; after filtering the last one before it. */
  row = $derived(this.rowAt(this.seq));
  restingRow = $derived(this.rowAt(this.resting));
  pinnedRow = $derived(this.pinned ? this.rowAt(this.pinned) : undefined);
  index = $derived(this.rows.findLastIndex((row) => row.seq <= this.seq));
  #timer: ReturnType<typeof setInterval> | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;

  readonly #cards: () => Content | undefined;

  /** `cards`: reactive, the texts as the session has them. */
  constructor(code: string, cards: () => Content | undefined) {
    this.code = code;
    this.#cards = cards;
    this.replay = new Replay(code);
    this.beside = new Replay(code);
    this.annotations = new Annotations(code);
  }

  /** What this page shows, as it stands in its address. */
  get place(): Place {
    return { seq: this.resting, audience: this.audience, pinned: this.pinned };
  }

  get content(): Content | undefined {
    return this.#cards();
  }

  /** `search`: of the page's address, which may lead to a moment. */
  async open(search = ''): Promise<void> {
    const { seq, audience, pinned } = readPlace(search);
    void this.annotations.open();
    try {
      this.events = await fetchLog(this.code);
      this.loaded = true;
      const last = this.timeline.rows.at(-1)?.seq ?? 0;
      this.audience = audience;
      this.choose(Math.min(seq, last) || last);
      this.pin(Math.min(pinned, last));
    } catch (problem) {
      this.error = problem instanceof Refused ? problem.message : t('Even geen verbinding. Laad de pagina zo nog een keer.');
    }
  }

  /** New events while the session still runs; who looked at the end stays at the end. */
  async more(): Promise<void> {
    const [last, end] = [this.events.at(-1)?.seq ?? 0, this.seq === this.timeline.rows.at(-1)?.seq];
    const fresh = await fetchLog(this.code, last).catch(() => []);
    if (!fresh.length || last !== this.events.at(-1)?.seq) return;
    this.events = [...this.events, ...fresh];
    if (end) this.choose(this.timeline.rows.at(-1)?.seq ?? 0);
  }

  /** `passing`: a hand drags by, and may be somewhere else in a moment. */
  choose(seq: number, passing = false): void {
    if (!seq) return;
    this.seq = seq;
    clearTimeout(this.#rest);
    if (passing) this.#rest = setTimeout(() => this.#settle(), REST_MS);
    else this.#settle();
  }

  #settle(): void {
    this.resting = this.seq;
    const at = this.index;
    const near = [this.rows[at + 1], this.rows[at - 1]].flatMap((row) => row?.seq ?? []);
    this.replay.show(this.seq, this.audience, near);
  }

  look(audience: string): void {
    this.audience = audience;
    this.choose(this.seq);
    this.pin(this.pinned);
  }

  /** Keep a moment beside whichever is chosen; 0 lets it go. */
  pin(seq: number): void {
    this.pinned = seq;
    if (seq) this.beside.show(seq, this.audience);
  }

  step(by: number, passing = false): void {
    const to = Math.max(0, Math.min(this.rows.length - 1, this.index + by));
    this.choose(this.rows[to]?.seq ?? 0, passing);
  }

  /** To the beginning of the phase before or after. */
  leap(by: 1 | -1): void {
    const here = this.row?.section ?? 0;
    const first = (section: number) => this.rows.find((row) => row.section === section);
    const sections = [...new Set(this.rows.map((row) => row.section))];
    const to = by > 0 ? sections.find((one) => one > here) : sections.findLast((one) => one < here);
    this.choose((to === undefined ? this.rows.at(by > 0 ? -1 : 0) : first(to))?.seq ?? 0);
  }

  play(on: boolean): void {
    clearInterval(this.#timer);
    if (on && this.index >= this.rows.length - 1) this.choose(this.rows[0]?.seq ?? 0);
    this.playing = on;
    let [clock, shown] = [this.row?.at ?? 0, this.seq];
    const step = () => {
      if (this.seq !== shown) clock = this.row?.at ?? 0; // somebody chose another line meanwhile
      const next = playedOn(this.rows, clock, PLAY_MS, this.speed);
      clock = next.clock;
      if (next.row > this.index) this.choose(this.rows[next.row]?.seq ?? 0);
      shown = this.seq;
      if (next.row >= this.rows.length - 1) this.play(false);
    };
    if (on) this.#timer = setInterval(step, PLAY_MS);
  }

  /** The row that stands for this moment. */
  rowAt(seq: number): Row | undefined {
    return this.timeline.rows.findLast((row) => row.seq <= seq);
  }

  #fits(row: Row): boolean {
    const { leg, team, kind, words } = this.filters;
    return (!leg || this.timeline.sections[row.section]?.leg === leg) && (!team || row.team === team)
      && (!kind || row.kind === kind) && (!words.trim() || `${row.text} ${row.teamName ?? ''}`.toLowerCase().includes(words.trim().toLowerCase()));
  }
}
