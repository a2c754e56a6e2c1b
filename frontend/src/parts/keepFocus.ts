// What had the focus may leave the screen: a button that did its work, a field of a phase that is over.
// Then the focus goes to what came in its place, so that whoever works with keys or a screen reader goes on there.

const TASK = 'h2:not(.unseen)';
const HEADING = `${TASK}, h3:not(.unseen)`;
const USABLE = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary';

/** The nearest part that is still there, and in it the heading of the task, or else the first thing to go on with. */
function successor(path: HTMLElement[]): HTMLElement | undefined {
  for (const part of path) {
    if (!part.isConnected) continue;
    const rest = part.matches('main') ? HEADING : `${HEADING}, ${USABLE}`;
    for (const found of [...part.querySelectorAll<HTMLElement>(TASK), ...part.querySelectorAll<HTMLElement>(rest)]) {
      if (found.checkVisibility()) return found;
    }
  }
  return undefined;
}

function pathTo(element: HTMLElement, root: HTMLElement): HTMLElement[] {
  const path: HTMLElement[] = [];
  for (let part = element.parentElement; part && root.contains(part); part = part.parentElement) path.push(part);
  return path;
}

/** Attachment for the root of a screen. `used`: also go on from a button that was switched off by its own work. */
export function keepFocus(root: HTMLElement, used = false): () => void {
  let last: HTMLElement | undefined;
  let path: HTMLElement[] = [];

  function focused(event: FocusEvent): void {
    last = event.target instanceof HTMLElement ? event.target : undefined;
    path = last ? pathTo(last, root) : [];
  }
  const watch = new MutationObserver(() => {
    if (!last || (last.isConnected && !(used && last.matches(':disabled')))) return;
    if (document.activeElement !== document.body && document.activeElement !== last) return;
    last = undefined;
    const next = successor(path);
    if (!next) return;
    if (next.matches(HEADING)) next.tabIndex = -1;
    next.focus({ preventScroll: true });
  });
  root.addEventListener('focusin', focused);
  watch.observe(root, { childList: true, subtree: true, ...(used ? { attributeFilter: ['disabled'] } : {}) });
  return () => {
    root.removeEventListener('focusin', focused);
    watch.disconnect();
  };
}
