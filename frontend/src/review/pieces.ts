// The list of events in pieces of a screen or so, each under its phase.
import type { Row, Section } from './timeline';

export interface ListPiece { key: string; head?: Section; rows: Row[] }

const LONG = 60;

export function listPieces(sections: Section[], rows: Row[]): ListPiece[] {
  const pieces: ListPiece[] = [];
  for (const row of rows) {
    const last = pieces.at(-1);
    const same = last?.rows[0]?.section === row.section;
    if (last && same && last.rows.length < LONG) last.rows.push(row);
    else pieces.push({ key: `${row.section}-${row.seq}`, rows: [row], ...(same ? {} : { head: sections[row.section] as Section }) });
  }
  return pieces;
}
