// Everything the review page knows: the rows, the filters, the chosen moment, and whether it plays.
import { t } from '../i18n';
import type { Content } from '../live/content';
import type { Kind } from './kinds';
import { fetchLog, type LogEvent, Refused } from './log';
import { piecesOf } from './road';
import { Replay } from './replay.svelte';
import { type Row, timelineOf } from './timeline';

export interface Filters { leg: string; team: number; kind: Kind | ''; words: string }

const PLAY_MS = 1100;

export class Lookback {
  readonly code: string;
  readonly replay: Replay;
  events = $state.raw<LogEvent[]>([]);
  loaded = $state(false);
  error = $state('');
  filters = $state<Filters>({ leg: '', team: 0, kind: '', words: '' });
  audience = $state('review');
  playing = $state(false);
  seq = $state(0);
  timeline = $derived(timelineOf(this.events, this.content));
  pieces = $derived(piecesOf(this.timeline));
  rows = $derived(this.timeline.rows.filter((row) => this.#fits(row)));
  /** The row that is shown; after filtering the last one before it. */
  row = $derived(this.timeline.rows.findLast((row) => row.seq <= this.seq));
  index = $derived(this.rows.findLastIndex((row) => row.seq <= this.seq));
  #timer: ReturnType<typeof setInterval> | undefined;

  readonly #cards: () => Content | undefined;

  /** `cards`: reactive, the texts as the session has them. */
  constructor(code: string, cards: () => Content | undefined) {
    this.code = code;
    this.#cards = cards;
    this.replay = new Replay(code);
  }

  get content(): Content | undefined {
    return this.#cards();
  }

  async open(): Promise<void> {
    try {
      this.events = await fetchLog(this.code);
      this.loaded = true;
      this.choose(this.timeline.rows.at(-1)?.seq ?? 0);
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

  choose(seq: number): void {
    if (!seq) return;
    this.seq = seq;
    const at = this.index;
    const near = [this.rows[at + 1], this.rows[at - 1]].flatMap((row) => row?.seq ?? []);
    this.replay.show(seq, this.audience, near);
  }

  look(audience: string): void {
    this.audience = audience;
    this.choose(this.seq);
  }

  step(by: number): void {
    const to = Math.max(0, Math.min(this.rows.length - 1, this.index + by));
    this.choose(this.rows[to]?.seq ?? 0);
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
    if (on) this.#timer = setInterval(() => (this.index < this.rows.length - 1 ? this.step(1) : this.play(false)), PLAY_MS);
  }

  #fits(row: Row): boolean {
    const { leg, team, kind, words } = this.filters;
    return (!leg || this.timeline.sections[row.section]?.leg === leg) && (!team || row.team === team)
      && (!kind || row.kind === kind) && (!words.trim() || `${row.text} ${row.teamName ?? ''}`.toLowerCase().includes(words.trim().toLowerCase()));
  }
}
