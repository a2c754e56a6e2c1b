// Who and what takes part in a network: ids of actors and factors, with their names.
import { type Content, ordered } from '../live/content';
import type { Link, NetworkSide } from '../live/view';

export type NodeKind = 'actor' | 'factor';
export interface Node { id: string; kind: NodeKind; name: string }

export function everyNode(content?: Content): Node[] {
  return [
    ...ordered(content, 'actors').map((id) => ({ id, kind: 'actor' as const, name: content?.actors[id]?.name ?? id })),
    ...ordered(content, 'factors').map((id) => ({ id, kind: 'factor' as const, name: content?.factors[id]?.name ?? id })),
  ];
}

/** Those that these sides speak of, in the author's order: one that is only described counts too. */
export function nodesIn(sides: NetworkSide[], content?: Content): Node[] {
  const ids = new Set(sides.flatMap(({ nodes, links }) => [...Object.keys(nodes), ...links.flatMap(({ source, target }) => [source, target])]));
  return everyNode(content).filter(({ id }) => ids.has(id));
}

export const nameOf = (id: string, content?: Content): string => content?.actors[id]?.name ?? content?.factors[id]?.name ?? id;
export const linkKey = ({ source, target }: Link): string => `${source} ${target}`;
export const NOTHING: NetworkSide = { nodes: {}, links: [] };
/** A side that nobody touched yet may be left out of the view. */
export const isEmpty = ({ nodes, links }: NetworkSide = NOTHING): boolean => !links.length && !Object.keys(nodes).length;
