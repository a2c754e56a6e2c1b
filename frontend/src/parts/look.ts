// Light or dark on this device, and on the projector large print. Kept in a cookie, so that the server's first paint has it
// already (app/web/look.py) and nothing flashes; set on the page at once.

export type Theme = 'system' | 'light' | 'dark';
const A_YEAR = 365 * 24 * 60 * 60;

function keep(name: string, value: string | undefined): void {
  document.cookie = `maatwerk_${name}=${value ?? ''}; path=/; max-age=${value ? A_YEAR : 0}; SameSite=Strict`;
}

/** What was chosen here; `system` when nothing was. */
export function themeNow(): Theme {
  const chosen = document.documentElement.dataset.theme;
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

export function setTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  keep('theme', theme === 'system' ? undefined : theme);
}

export const isLarge = (): boolean => document.documentElement.dataset.print === 'large';

export function setLarge(large: boolean): void {
  if (large) document.documentElement.dataset.print = 'large';
  else delete document.documentElement.dataset.print;
  keep('print', large ? 'large' : undefined);
}
