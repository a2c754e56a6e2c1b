// The profile as a text file, made here and saved here.
import { t } from '../../../i18n';
import type { Chapter, Marks } from './marks';

export function profileText(all: Chapter[], marks: Marks, day: string): string {
  const lines = all.flatMap(({ name, questions }) => [
    '', name, '', ...questions.flatMap(([id, { name: about, phases }]) => {
      const phase = marks[id];
      return [`${about}: ${phase ? t('fase {n} van 4', { n: phase }) : t('nog niet ingevuld')}`, ...(phase ? [`  ${phases[phase]}`] : [])];
    }),
  ]);
  return [t('Leraarprofiel, {day}', { day }), t('Voor jou alleen. Een hulp om te groeien, nooit een beoordeling.'), ...lines, ''].join('\r\n');
}

export function saveText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  // The browser reads the file a moment later.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
