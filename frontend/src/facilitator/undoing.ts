// What undo takes back, by the event that the server names.
import { t } from '../i18n';

export function undoWords(what: string): string {
  const kind = what.split('_')[0] ?? '';
  const words: Record<string, string> = {
    phase: t('de stap naar deze fase'), seat: t('het verplaatsen van een plek'), team: t('aanwezig of in het licht'),
    persona: t('de toegewezen leerling'), actor: t('de toegewezen blik'), screen: t('het zwarte scherm'),
    prompt: t('de vraag aan de zaal'), pulse: t('de meting open of dicht'), vote: t('het sluiten van de stemming'),
    insight: t('je laatste inzicht'), action: t('je laatste actie'), title: t('de titel'),
    instrument: t('een instrument aan of uit'), profile: t('het schoolprofiel'),
  };
  const exact: Record<string, string> = { team_spotlit: t('wie in het licht staat'), team_presence_set: t('aanwezig of afwezig'), instrument_shown: t('wat op het scherm staat'), speakers_ordered: t('de volgorde van vertellen') };
  return exact[what] ?? words[kind] ?? t('je laatste stap');
}
