// The page where people join. A seat card's secret stands in the address behind '#', where no server and no log sees it.
import './page';

const secret = /^#kaart=([A-Za-z0-9-]+)$/.exec(location.hash)?.[1];
const form = document.querySelector<HTMLFormElement>('#card-form');
const field = form?.querySelector<HTMLInputElement>('input[name=card]');

if (secret) history.replaceState(null, '', location.pathname);
if (secret && form && field) {
  field.value = secret;
  form.requestSubmit();
}
