// A card of paper, by what was typed or scanned: its short code, or the address in its QR.
import type { Content } from '../../live/content';

export type CardKind = 'personas' | 'actors' | 'factors';
export type Found = { kind: CardKind; id: string; name: string } | { kind?: undefined; wrong: 'no_code' | 'unknown' | 'other_pack' };

const ADDRESS = /\/k\/([\w.-]+)\/([A-Za-z0-9]{4})\/?$/;
const PLAIN = /^[A-Z0-9]{4}$/;

/** The card that lies on the table, as far as it is one of this session's pack. */
export function cardOf(text: string, content: Content | undefined): Found {
  const [, pack, scanned] = ADDRESS.exec(text.trim()) ?? [];
  const code = (scanned ?? text).replace(/[\s-]/g, '').toUpperCase();
  if (!PLAIN.test(code)) return { wrong: 'no_code' };
  if (pack !== undefined && content && pack !== content.pack.id) return { wrong: 'other_pack' };
  const card = content?.codes[code];
  const name = card && content?.[card.kind][card.id]?.name;
  return card && name ? { ...card, name } : { wrong: 'unknown' };
}
