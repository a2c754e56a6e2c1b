// What the four live pages have in common: one session, one component in place of the first paint.
import './styles';
import { type Component, mount } from 'svelte';
import { boot } from './boot';
import type { As } from './live/protocol';
import { openSession, type Session } from './live/session.svelte';

export function start(page: Component<{ session: Session }>, as: As): void {
  const target = document.getElementById('app');
  if (!target) return;
  const session = openSession(boot.code, as);
  // A turn of its own: the line is being opened meanwhile.
  setTimeout(() => {
    target.replaceChildren();
    mount(page, { target, props: { session } });
  });
}
