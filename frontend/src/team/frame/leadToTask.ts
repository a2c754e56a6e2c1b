// A new task begins at its heading: that is in view and has the focus, so that it is also read aloud.

const TYPED_IN = 'textarea, [type="text"]';

/** Attachment for the part of the page with the task. A new task has a heading of its own; one that only changes its words is still the same. */
export function leadToTask(main: HTMLElement): () => void {
  let seen: Set<unknown> | undefined;
  let used = false;

  function look(): void {
    const headings = [...main.querySelectorAll<HTMLElement>('h2:not(.unseen)')].filter((one) => !main.contains(one.closest('dialog,[hidden]')));
    const [first] = headings;
    // Nothing is read aloud of a page that was only opened.
    if (!first) return void (seen ??= main.querySelector('h3') ? new Set() : undefined);
    const fresh = seen && !seen.has(first) && !seen.has(first.textContent);
    seen = new Set([...headings, ...headings.map((one) => one.textContent)]);
    const here = document.activeElement;
    if (!fresh || here?.matches(TYPED_IN)) return;
    first.scrollIntoView({ block: 'nearest' });
    // Who only looks gets no ring around a heading, and who is busy in the bar stays there.
    if (!used || (here !== document.body && !main.contains(here))) return;
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
  }
  look();
  for (const sign of ['focusin', 'click']) main.addEventListener(sign, () => (used = true), { once: true });
  const watch = new MutationObserver(look);
  watch.observe(main, { childList: true, subtree: true, attributeFilter: ['hidden'] });
  return () => watch.disconnect();
}
