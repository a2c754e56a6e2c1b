// From the log to what people read: rows with a sentence, in the phases they belong to.
import { t } from '../i18n';
import type { Content } from '../live/content';
import type { AgendaItem } from '../live/view';
import type { IconName } from '../parts/icons';
import { inCamp, placeName } from '../parts/phase';
import { stopOf } from '../parts/route';
import { iconOf, type Kind, kindOf } from './kinds';
import type { LogEvent } from './log';
import { sentenceOf, type Teller } from './sentences';
import { sameDay } from '../parts/written';

export interface Row {
  /** Of its last event: the moment it stands for. */
  seq: number;
  at: number;
  text: string;
  times: number;
  kind: Kind;
  icon: IconName;
  team?: number;
  teamName?: string;
  section: number;
  bookmark: boolean;
  /** Not on the day of the game, but for instance when the session was made, or weeks later. */
  otherDay?: true;
}
/** A stay in one phase; going back gives a new one. */
export interface Section { number: number; name: string; stop: number; leg: string; at: number; round?: number }
export interface Timeline { rows: Row[]; sections: Section[]; from: number; to: number }

const FOLD_MS = 60_000;
const FOLDED = ['draft_written', 'answer_counted', 'solution_placed', 'self_placed', 'solution_shifted', 'aspect_set', 'actor_linked', 'factor_linked', 'seat_taken', 'node_described'];

export class Telling implements Teller {
  readonly content?: Content;
  #names = new Map<number, string>();
  #titles = new Map<string, string>();
  agenda: AgendaItem[] = [];

  constructor(content?: Content) {
    this.content = content;
  }
  team = (number: number) => this.#names.get(number) ?? [t('Maan'), t('Berg'), t('Baken'), t('Vlieger')][number - 1] ?? '';
  title = (round: number, team: number) => this.#titles.get(`${round}-${team}`) ?? '';
  place = (index: number) => placeName(this.agenda[index] ?? { id: 'lobby' }, this.content);

  /** What later sentences need to remember. */
  note({ type, data }: LogEvent): void {
    if (type === 'session_created') this.agenda = data.agenda as AgendaItem[];
    if (type === 'team_renamed') this.#names.set(data.team as number, data.team_name as string);
    const title = type === 'draft_written' && (data.fields as Record<string, string>).title;
    if (title) this.#titles.set(`${data.round}-${data.team}`, title);
  }
}

function sectionOf(event: LogEvent, number: number, telling: Telling): Section {
  const index = event.type === 'phase_entered' ? (event.data.index as number) : 0;
  const item = telling.agenda[index] ?? { id: 'lobby' as const, minutes: 0 };
  const leg = inCamp(item.id) ? `camp-${item.round}` : item.id;
  return { number, name: telling.place(index), stop: stopOf(item), leg, at: event.at, ...(item.round ? { round: item.round } : {}) };
}

/** A network is a team's by its number, or the school's by its word. */
function teamOf({ team, network }: LogEvent['data']): number | undefined {
  return typeof team === 'number' ? team : Number(network) || undefined;
}

function rowOf(event: LogEvent, section: number, telling: Telling): Row {
  const team = teamOf(event.data);
  return {
    seq: event.seq, at: event.at, text: sentenceOf(event, telling), times: 1, kind: kindOf(event.type), icon: iconOf(event.type),
    section, bookmark: event.type === 'bookmarked', ...(team ? { team, teamName: telling.team(team) } : {}),
  };
}

const foldKey = ({ type, data }: LogEvent) => (FOLDED.includes(type) ? `${type} ${teamOf(data) ?? ''} ${data.box ?? ''}` : undefined);

/** `played`: a moment on the day of the game; sessions are often made days before. */
export function timelineOf(events: LogEvent[], content?: Content, played = events[0]?.at ?? 0): Timeline {
  const telling = new Telling(content);
  const rows: Row[] = [];
  const sections: Section[] = [];
  let open = new Map<string, Row>();
  for (const event of events) {
    telling.note(event);
    if (event.type === 'phase_entered' || !sections.length) {
      sections.push(sectionOf(event, sections.length, telling));
      open = new Map();
    }
    const key = foldKey(event);
    const before = key ? open.get(key) : undefined;
    if (before && event.at - before.at < FOLD_MS) Object.assign(before, { seq: event.seq, times: before.times + 1 });
    else {
      rows.push(rowOf(event, sections.length - 1, telling));
      if (key) open.set(key, rows.at(-1) as Row);
    }
  }
  for (const row of rows) if (!sameDay(row.at, played)) row.otherDay = true;
  return { rows, sections, from: events[0]?.at ?? 0, to: events.at(-1)?.at ?? 0 };
}
