// The presenter's keys of the console: what most presenters' programs do. How keys work at all: parts/keys.ts.
import type { KeyTable } from '../parts/keys';

export type KeyAct = 'clock' | 'more' | 'less' | 'time' | 'reveal' | 'blank' | 'mark' | 'insight' | 'note' | 'join' | 'help';

export const CONSOLE_KEYS: KeyTable<KeyAct> = {
  clock: [' '], more: ['+', '='], less: ['-'], time: ['t'], reveal: ['r'], blank: ['b', '.'], mark: ['m'], insight: ['i'], note: ['n'], join: ['j'], help: ['?'],
};
