// What the server wrote into the page: which page this is, for which session, in which language.

export interface Boot {
  page: 'seat' | 'screen' | 'console' | 'review' | 'preview' | 'page';
  code: string;
  language: 'nl' | 'en';
  /** Whose words the sentences use: a pupil is a student elsewhere. */
  sector: string;
  /** What this page says first; `more` stays at the server until the first is drawn. */
  catalog: Record<string, string>;
  more?: boolean;
  join_url: string;
  /** The same without protocol or path, as it stands on the projector: 192.168.1.5:8000. */
  address: string;
  /** A second address that leads here too, such as maatwerk.local:8000; empty when there is none. */
  second: string;
  title: string;
  /** Bots played in it; it counts nowhere. */
  rehearsal?: boolean;
  imported?: boolean;
  /** In the review: when the room left the lobby, or the session was made if it never did. */
  played_at?: number;
  /** In looking back: whoever opened it may write beside a moment. */
  annotates?: boolean;
  /** In the review of a closed session: whoever looks may go on in its console, weeks later too. */
  facilitates?: boolean;
  /** The day on which the data of this session goes. */
  delete_on?: number;
  /** The QR picture as SVG markup, made by the server. */
  qr?: string;
  /** In the console: whoever opened it leads; otherwise they look and steer along. */
  leads?: boolean;
  /** In the review: what the school said of use for research, and whether whoever looks may write that down. */
  consent?: 'not_recorded' | 'not_asked' | 'agreed' | 'refused';
  may_note?: boolean;
  /** Leads to the page on which a device is tested; in the console only. */
  check_qr?: string;
}

const empty: Boot = { page: 'page', code: '', language: 'nl', sector: 'po', catalog: {}, join_url: '', address: '', second: '', title: '' };

function read(): Boot {
  const source = globalThis.document?.getElementById('boot')?.textContent;
  return source ? { ...empty, ...(JSON.parse(source) as Partial<Boot>) } : empty;
}

export const boot: Boot = read();

/** The join code as people read it aloud: ABC-DEF. */
export function spokenCode(code: string): string {
  return code.length === 6 ? `${code.slice(0, 3)}-${code.slice(3)}` : code;
}
