// The instruments in words, and whether the pack can offer them.
import { t } from '../i18n';
import { type Content, ordered } from '../live/content';
import type { Instrument, Moment, Shown, View } from '../live/view';

export function instrumentName(id: Instrument): string {
  const names: Record<Instrument, string> = {
    pulse: t('Nu en gewenst'), guide: t('Vijfstappenplan'), checklist: t('Kijkwijzer'), network: t('Netwerk'),
    teacher_profile: t('Leraarprofiel'), school_profile: t('Schoolprofiel'), flexscan: t('FlexScan'),
    indicators: t('Indicatoren'), learning_network: t('Leernetwerk'), questionnaire: t('Eigen vragenlijst'),
  };
  return names[id];
}

/** What may be on the projector in the place of the phase: an instrument, or a wall. */
export function shownName(id: Shown): string {
  return id === 'insights' ? t('Wat we zagen') : id === 'recurring' ? t('Wie en wat terugkomt') : instrumentName(id);
}

/** What it does and where it shows up, in one line. */
export function instrumentDoes(id: Instrument): string {
  const does: Record<Instrument, string> = {
    pulse: t('Ieder legt apart waar de school ligt, nu en gewenst. Ook na 6 tot 12 weken.'),
    guide: t('Bij het kampvuur: nu en straks per aspect, en wat bij het gekozen kwadrant hoort.'),
    checklist: t('Bij het kampvuur: tien punten om bij stil te staan.'),
    network: t('Wie en wat hebben invloed op elkaar, nu en gewenst. Per subteam en voor de school.'),
    teacher_profile: t('Een leraar kijkt naar het eigen werk. Blijft op het eigen apparaat, ook jij ziet niets.'),
    school_profile: t('Bij het kampvuur: per ontwerpvraag nu, gewenst en de volgende stap.'),
    flexscan: t('Bij het kampvuur: voer bekende uitslagen in en ga meteen naar de gevolgen.'),
    indicators: t('In elk kamp een dilemma. Wat de zaal kiest, verschuift vijf indicatoren.'),
    learning_network: t('Bij het kampvuur: vragen om mee te nemen en afspraken voor later.'),
    questionnaire: t('Een link naar jullie eigen vragenlijst of begrippenkaart: voor, na of later.'),
  };
  return does[id];
}

export function momentName(moment: Moment): string {
  return { before: t('Voor het spel'), after: t('Na het spel'), later: t('Na 6 tot 12 weken') }[moment];
}

/** The texts that an instrument needs stand in the pack; without them it cannot be switched on. */
export function offered(id: Instrument, content?: Content): boolean {
  const needs: Partial<Record<Instrument, 'teacher_indicators' | 'design_questions' | 'dilemmas'>> = {
    teacher_profile: 'teacher_indicators', school_profile: 'design_questions', indicators: 'dilemmas',
  };
  const section = needs[id];
  return !section || ordered(content, section).length > 0;
}

export const isOn = (view: View, id: Instrument): boolean => view.session.instruments.includes(id);
