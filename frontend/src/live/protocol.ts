// The wire, version 1 (docs/protocol.md): frames in both directions. Views and commands have their own files.
import type { View } from './view';

export * from './commands';
export * from './view';

export const SUBPROTOCOL = 'maatwerk.v1';

export type As = 'facilitator' | 'screen' | 'seat' | 'review';
export type ClosingCode =
  | 'restarting' | 'replaced' | 'removed' | 'ended' | 'too_slow' | 'unauthorised' | 'flood' | 'protocol';

export interface Welcome {
  type: 'welcome';
  protocol: number;
  session: string;
  audience: string;
  seat?: string;
  seq: number;
  now: number;
  view: View;
}
export interface Resumed { type: 'resumed'; seq: number; now: number; audience: string }
export interface Patch { type: 'patch'; seq: number; prev: number; merge: Record<string, unknown> }
export interface Ack { type: 'ack'; id: string; seq: number }
export interface Reject { type: 'reject'; id: string; code: string; message: string; field?: string; seq: number }
export interface SharedLetters { type: 'text'; id?: string; round: number; team: number; seq: number; update: string }
export interface Pong { type: 'pong'; id: string; now: number }
export interface Closing { type: 'closing'; code: ClosingCode }

export type ServerFrame = Welcome | Resumed | Patch | Ack | Reject | SharedLetters | Pong | Closing;

/** What came of a command. `message` says what to do, in the language of the session. */
export type Outcome =
  | { ok: true; seq: number }
  | { ok: false; code: string; message: string; field?: string };
