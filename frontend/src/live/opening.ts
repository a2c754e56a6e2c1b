// How a page opens each of the ways to its own server.
import { PlainWire } from './plain';
import { SUBPROTOCOL } from './protocol';
import type { Way, Wire } from './ways';

const REACH_MS = 5_000;

export function openWay(code: string, way: Way): Wire {
  if (way === 'socket') {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    return new WebSocket(`${scheme}://${location.host}/ws/${code}`, [SUBPROTOCOL]) as Wire;
  }
  return new PlainWire(`/api/v1/lines/${code}`, way);
}

/** Whether the server answers at all. */
export async function reachable(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(REACH_MS) })).ok;
  } catch {
    return false;
  }
}
