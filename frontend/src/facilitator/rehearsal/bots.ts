// Which teams bots play, could play, or have left: read from the view.
import { t, tn } from '../../i18n';
import type { View } from '../../live/view';
import { teamsOf } from '../ready';

export const SPEEDS = [1, 4, 10, 60] as const;
/** Quick enough to see a whole camp, slow enough to read along. */
export const USUAL = 4;

/** `left`: a bot sat there, and does not play any more: it was taken over, or the server started again. */
export type Player = 'bot' | 'left' | 'people' | 'nobody';

export const isBot = (view: View, team: number): boolean => view.rehearsal?.teams.includes(team) ?? false;

export function playerOf(view: View, team: number): Player {
  if (isBot(view, team)) return 'bot';
  const seats = Object.values(view.seats ?? {}).filter((seat) => seat.team === team);
  if (!seats.length) return 'nobody';
  return seats.some((seat) => !seat.bot) ? 'people' : 'left';
}

/** Where bots can sit down: nobody is there, and the team plays along. */
export const emptyTeams = (view: View): number[] =>
  teamsOf(view).filter((team) => view.teams[team]?.present && ['left', 'nobody'].includes(playerOf(view, team)));

/** Bots sat there, and none of them plays any more. */
export const allLeft = (view: View): boolean => !view.rehearsal && teamsOf(view).some((team) => playerOf(view, team) === 'left');

/** A mark as rehearsal is for ever, so it is asked first where people are or something happened. */
export const inUse = (view: View): boolean =>
  !view.session.rehearsal && (view.phase.id !== 'lobby' || Object.keys(view.seats ?? {}).length > 0);

/** One sentence on what plays now. */
export function playing(view: View): string {
  const now = view.rehearsal;
  if (!now) return t('Er spelen nu geen bots.');
  const bots = now.teams.length ? tn('Een bot speelt {n} subteam', 'Bots spelen {n} subteams', now.teams.length) : t('Mensen spelen de subteams');
  const lead = now.leader ? t('een bot leidt') : t('jij leidt');
  return now.paused ? t('{bots}, {lead}. Alles staat nu stil.', { bots, lead }) : t('{bots}, {lead}.', { bots, lead });
}

export function playerWords(view: View, team: number): string {
  const words: Record<Player, string> = {
    bot: view.rehearsal?.paused ? t('Bot, staat stil') : t('Bot speelt'), left: t('Bot is gestopt'), people: t('Mensen'), nobody: t('Nog niemand'),
  };
  return words[playerOf(view, team)];
}
