// Which cards can be picked, and what to say about those that cannot. What may be picked comes from `choices`.
import { t } from '../../i18n';
import { type Content, ordered } from '../../live/content';
import type { View } from '../../live/view';
import { ageAndLevel } from './texts';

export interface Option {
  id: string;
  title: string;
  sub?: string;
  line?: string;
  object: string;
  own: boolean;
  free: boolean;
  /** The other team that holds it. */
  by?: { team: number; name: string };
  reason?: string;
}

type Kind = 'persona' | 'actor';

function holder(view: View, number: number, kind: Kind, id: string): Option['by'] {
  const found = Object.entries(view.teams).find(([team, held]) => Number(team) !== number && held[kind] === id);
  return found ? { team: Number(found[0]), name: found[1].name } : undefined;
}

function state(view: View, number: number, kind: Kind, id: string): Pick<Option, 'own' | 'free' | 'by'> {
  const own = view.teams[number]?.[kind] === id;
  const choices = (kind === 'persona' ? view.choices?.personas : view.choices?.actors) ?? [];
  const free = own || choices.includes(id);
  return { own, free, by: free ? undefined : holder(view, number, kind, id) };
}

export function personaOptions(view: View, number: number, content?: Content): Option[] {
  return ordered(content, 'personas').flatMap((id) => {
    const card = content?.personas[id];
    if (!card) return [];
    const at = state(view, number, 'persona', id);
    const reason = at.free || at.by ? undefined : t('Nu niet te kiezen');
    return [{ id, title: card.name, sub: ageAndLevel(card), line: card.tagline, object: card.picture, ...at, reason }];
  });
}

export function actorOptions(view: View, number: number, content?: Content): Option[] {
  const used = view.teams[number]?.actors_used ?? [];
  return ordered(content, 'actors').flatMap((id) => {
    const card = content?.actors[id];
    if (!card) return [];
    const at = state(view, number, 'actor', id);
    const blocked = used.includes(id) ? t('Al gehad') : t('Nu niet te kiezen');
    return [{ id, title: card.name, object: card.picture, ...at, reason: at.free || at.by ? undefined : blocked }];
  });
}

/** Why this card cannot be taken, as a sentence with what to do. */
export function whyNot(option: Option | undefined, kind: Kind, as = ''): string {
  if (!option || option.free) return '';
  if (option.by) return t('Deze kaart ligt bij {team}. Kies een andere.', { team: option.by.name });
  return kind === 'actor' ? t('Jullie dachten al als {actor}. Kies een andere blik.', { actor: as }) : t('Deze leerling kan nu niet. Kies een ander.');
}
