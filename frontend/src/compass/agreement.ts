// How far the teams agree, in one plain sentence: how many, nearer or further, and which way most of them went.
import { t } from '../i18n';
import type { AfterTalk, Agreement, Board, Direction, Place, View } from '../live/view';

/** Up to four subteams, so up to four solutions. */
export function numberWord(n: number): string {
  return [t('geen'), t('één'), t('twee'), t('drie'), t('vier')][n] ?? String(n);
}

/** Four directions, none of them better. */
function went(direction: Direction): string {
  switch (direction) {
    case 'regulation+': return t('de leerling kreeg meer regie');
    case 'regulation-': return t('anderen kregen meer regie');
    case 'interest+': return t('het belang van deze leerling nam toe');
    case 'interest-': return t('het belang van de hele groep nam toe');
  }
}

/** How far all teams together went that way. */
function distance(movement: Record<string, Place>, direction: Direction): number {
  const axis = direction.startsWith('regulation') ? 'regulation' : 'interest';
  return Object.values(movement).reduce((sum, by) => sum + by[axis], 0) * (direction.endsWith('+') ? 1 : -1);
}

/** Of the directions that most teams went, the one in which they went furthest. */
function mostMoved({ toward = [] }: Agreement, movement: Record<string, Place>): Direction | undefined {
  return [...toward].sort((a, b) => distance(movement, b) - distance(movement, a))[0];
}

function spread({ spread: wide }: Agreement, n: string): string {
  const words = { n };
  if (wide < 25) return t('De {n} oplossingen liggen dicht bij elkaar', words);
  if (wide < 55) return t('De {n} oplossingen liggen een stuk uit elkaar', words);
  return t('De {n} oplossingen liggen ver uit elkaar', words);
}

/** All of them lay there in the camp before, too. */
function compared({ nearer, same }: Agreement, n: string, camp: number): string {
  const words = { n, camp };
  if (same) return t('De {n} oplossingen liggen even ver uit elkaar als in kamp {camp}', words);
  if (nearer) return t('De {n} oplossingen liggen dichter bij elkaar dan in kamp {camp}', words);
  return t('De {n} oplossingen liggen verder uit elkaar dan in kamp {camp}', words);
}

/** Only some of the teams had a mark in the camp before: the comparison is about these. */
function someCompared({ n, nearer, same }: Agreement, both: number, camp: number): string {
  const words = { n: numberWord(both), camp };
  const lie = t('Er liggen {n} oplossingen', { n: numberWord(n) });
  if (same) return `${lie}. ${t('De {n} subteams die ook in kamp {camp} legden, liggen even ver uit elkaar als toen', words)}`;
  if (nearer) return `${lie}. ${t('De {n} subteams die ook in kamp {camp} legden, liggen dichter bij elkaar', words)}`;
  return `${lie}. ${t('De {n} subteams die ook in kamp {camp} legden, liggen verder uit elkaar', words)}`;
}

function afterTalk({ n, nearer, same, shifted }: AfterTalk): string {
  const moved = shifted === 1 ? t('Na het gesprek schoof één subteam op') : t('Na het gesprek schoven {n} subteams op', { n: numberWord(shifted) });
  if (n < 2) return `${moved}.`;
  if (same) return `${moved}; ${t('de oplossingen liggen nog even ver uit elkaar')}.`;
  return `${moved}; ${nearer ? t('de oplossingen liggen nu dichter bij elkaar') : t('de oplossingen liggen nu verder uit elkaar')}.`;
}

/** `open`: so many solutions are on the table, also those that lie nowhere on the compass. */
function sealed(board: Board, round: number, agreement: Agreement, open: number): string {
  if (!agreement.n) return t('Er ligt nog geen oplossing op het kompas.');
  if (agreement.n === 1) return t('Er ligt één oplossing op het kompas.');
  const laid = numberWord(agreement.n);
  const n = agreement.n < open ? t('{n} geplaatste', { n: laid }) : laid;
  if (agreement.nearer === undefined) return `${spread(agreement, n)}.`;
  const movement = board.movement[round] ?? {};
  const both = Object.keys(movement).length;
  const first = both < agreement.n ? someCompared(agreement, both, round - 1) : compared(agreement, n, round - 1);
  const way = mostMoved(agreement, movement);
  return way ? `${first}; ${went(way)}.` : `${first}.`;
}

/** 'kamp 2' stays on one line. */
const whole = (sentence: string): string => sentence.replace(/ (\d)/g, '\u00a0$1');

type Seen = Pick<View, 'board' | 'solutions'>;

/** The sentence under the compass: the marks as they were sealed. Empty before the reveal. */
export function sealedSentence({ board, solutions }: Seen, round: number): string {
  const agreement = board.agreement[round];
  return agreement ? whole(sealed(board, round, agreement, Object.keys(solutions[round] ?? {}).length)) : '';
}

/** A second one, once the discussion has moved a mark. */
export function afterSentence(board: Board, round: number): string {
  const after = board.after?.[round];
  return after ? afterTalk(after) : '';
}

export const agreementSentence = (view: Seen, round: number): string =>
  [sealedSentence(view, round), afterSentence(view.board, round)].filter(Boolean).join(' ');
