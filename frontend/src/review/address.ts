// The address of a moment: through whose eyes, and which moment is pinned beside it. What is left out is the end, and whoever looks back.

export interface Place { seq: number; audience: string; pinned: number }

const AUDIENCE = /^(review|screen|facilitator|team:[1-4])$/;
const number = (words: string | null) => (/^\d{1,9}$/.test(words ?? '') ? Number(words) : 0);

export function readPlace(search: string): Place {
  const said = new URLSearchParams(search);
  const audience = said.get('as') ?? '';
  return { seq: number(said.get('seq')), audience: AUDIENCE.test(audience) ? audience : 'review', pinned: number(said.get('beside')) };
}

/** The same address with another place in it; whatever else stands there stays. */
export function withPlace(search: string, { seq, audience, pinned }: Place): string {
  const said = new URLSearchParams(search);
  const put = (name: string, value: string | undefined) => (value ? said.set(name, value) : said.delete(name));
  put('seq', seq ? String(seq) : undefined);
  put('as', audience === 'review' ? undefined : audience);
  put('beside', pinned ? String(pinned) : undefined);
  const words = said.toString().replaceAll('%3A', ':');
  return words ? `?${words}` : '';
}
