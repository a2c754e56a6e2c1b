// A plain page that comes back in another language or light has everything in its fields that was typed there.
// Passwords and files are left out: they belong in no storage, and a browser sets no file.
type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
type Typed = [name: string, value: string, ticked: boolean];

const LEFT_OUT = ['hidden', 'password', 'file', 'submit', 'button'];
const place = `maatwerk:typed:${location.pathname}`;

function fields(): Field[] {
  const all = document.querySelectorAll<Field>('input[name], select[name], textarea[name]');
  return [...all].filter((field) => !LEFT_OUT.includes(field.type));
}

const ticks = (field: Field): field is HTMLInputElement => field.type === 'radio' || field.type === 'checkbox';

function keep(): void {
  const typed: Typed[] = fields().map((field) => [field.name, field.value, ticks(field) && field.checked]);
  sessionStorage.setItem(place, JSON.stringify(typed));
}

/** By name and turn; of radio buttons and ticks also by value. */
function bringBack(typed: Typed[]): void {
  for (const field of fields()) {
    const at = typed.findIndex(([name, value]) => name === field.name && (!ticks(field) || value === field.value));
    const [found] = at < 0 ? [] : typed.splice(at, 1);
    if (!found) continue;
    if (ticks(field)) field.checked = found[2];
    else field.value = found[1];
    if (found[2] || found[1]) field.closest('details')?.setAttribute('open', '');
  }
}

export function keepTyped(): void {
  try {
    const kept = sessionStorage.getItem(place);
    sessionStorage.removeItem(place);
    if (kept) bringBack(JSON.parse(kept) as Typed[]);
  } catch {
    // A browser that refuses storage keeps nothing.
  }
  for (const form of document.querySelectorAll('form.stay')) {
    form.addEventListener('submit', () => {
      try {
        keep();
      } catch {
        // The same.
      }
    });
  }
}
