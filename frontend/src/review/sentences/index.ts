// One Dutch sentence per event; the team stands beside it.
import { t } from '../../i18n';
import type { LogEvent } from '../log';
import { answers } from './answers';
import { around } from './around';
import { camp } from './camp';
import { desk } from './desk';
import { room } from './room';
import type { Maker, Teller } from './types';

export type { Teller } from './types';

const MAKERS: Record<string, Maker> = { ...room, ...camp, ...answers, ...desk, ...around };

export function sentenceOf(event: LogEvent, teller: Teller): string {
  return MAKERS[event.type]?.(event.data, teller) ?? t('Er gebeurde iets: {type}', { type: event.type });
}
