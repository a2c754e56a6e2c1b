// The pages where people come in. The secret of a seat card, or of a facilitator's spare key, stands in the address
// behind '#', where no server and no log sees it.
import './page';

const KINDS: Record<string, string> = { kaart: 'card', sleutel: 'token' };
const [, kind = '', secret] = /^#(kaart|sleutel)=([A-Za-z0-9-]+)$/.exec(location.hash) ?? [];
const field = document.querySelector<HTMLInputElement>(`input[name=${KINDS[kind] ?? 'none'}]`);

if (secret) history.replaceState(null, '', location.pathname);
if (secret && field) {
  field.value = secret;
  field.form?.requestSubmit();
}
