// Short words for teams, and what stands on the big screen.
import { t } from '../i18n';
import type { Content } from '../live/content';
import type { Solution, Team, TeamStatus, View } from '../live/view';
import { phaseName, placeName } from '../parts/phase';
import { shownName } from '../parts/instruments';

export function statusWords(status: TeamStatus): string {
  const words: Record<TeamStatus, string> = {
    empty: t('Nog niemand'), absent: t('Afwezig'), waiting: t('Aanwezig'), choosing: t('Kiest'), chosen: t('Gekozen'),
    writing: t('Schrijft'), submitted: t('Ingeleverd'),
  };
  return words[status];
}

/** 'Yara, als de ouder' */
export function castOf(team: Pick<Team, 'persona' | 'actor'>, content?: Content): string {
  const persona = team.persona && content?.personas[team.persona]?.name;
  const actor = team.actor && content?.actors[team.actor]?.as;
  if (persona && actor) return t('{pupil}, als {actor}', { pupil: persona, actor });
  if (persona) return persona;
  return actor ? t('als {actor}', { actor }) : t('Nog niet gekozen');
}

export interface Bit { words: string; done: boolean }

/** What is there already, and what is still open. */
export function bitsOf(solution: Solution | undefined): Bit[] {
  const linked = Object.keys(solution?.actors ?? {}).length + Object.keys(solution?.factors ?? {}).length > 0;
  return [
    { words: t('Tekst'), done: !!solution?.title.trim() && !!solution.text.trim() },
    { words: t('Kompas'), done: !!solution?.place },
    { words: t('Wie en wat'), done: linked },
  ];
}

/** The sentence that a reader hears instead of the little screen. */
export function screenWords(view: View, content?: Content): string {
  if (view.board.blank) return t('Het grote scherm is zwart.');
  if (view.board.shown) return t('Het grote scherm toont: {phase}.', { phase: shownName(view.board.shown.instrument) });
  if (view.board.prompt) return t('Het grote scherm toont de vraag aan de zaal.');
  const team = view.board.spotlight && view.teams[view.board.spotlight];
  if (team) return t('Het grote scherm toont de oplossing van {team}.', { team: team.name });
  return t('Het grote scherm toont: {phase}.', { phase: phaseName(view.phase.id, content) });
}

/** What a bookmark of now is called: where we are, and who stands in the light. */
export function markWords(view: View, content?: Content): string {
  const team = view.board.spotlight && view.teams[view.board.spotlight]?.name;
  return [placeName(view.phase, content), team].filter(Boolean).join(', ').slice(0, 80);
}
