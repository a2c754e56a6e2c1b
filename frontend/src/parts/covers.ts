// A pack's own colours for its kinds of cards, on screens as on paper. The pack's check holds them readable with dark ink
// (app/content/colours.py); on a dark sheet only a little of them is mixed in, so that light ink is readable on any.

export type CoverKind = 'personas' | 'actors' | 'factors' | 'situations';
const KINDS: CoverKind[] = ['personas', 'actors', 'factors', 'situations'];

/** How much of an own colour is left on a dark sheet: with it even white carries light ink. */
export const DARK_SHARE = 0.22;

export function paintCovers(colours: Partial<Record<CoverKind, string>> = {}, style: Pick<CSSStyleDeclaration, 'setProperty' | 'removeProperty'> = document.documentElement.style): void {
  for (const kind of KINDS) {
    const colour = colours[kind];
    if (!colour || !/^#[0-9a-f]{6}$/i.test(colour)) {
      style.removeProperty(`--own-${kind}`);
      style.removeProperty(`--own-${kind}-dark`);
      continue;
    }
    style.setProperty(`--own-${kind}`, colour);
    style.setProperty(`--own-${kind}-dark`, `color-mix(in srgb, ${colour} ${DARK_SHARE * 100}%, var(--cover-night))`);
  }
}
