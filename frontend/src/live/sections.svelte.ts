// The view as screens read it: each section is a signal of its own, so that what happens in one wakes nobody who reads another.
import { untrack } from 'svelte';
import type { View } from './protocol';

class Section {
  value = $state.raw<unknown>();
}

export class Sections {
  /** Always the same object; what stands in it is the newest. */
  readonly view: View;
  readonly #sections = new Map<PropertyKey, Section>();
  #names = $state.raw<readonly string[]>([]);

  constructor() {
    this.view = new Proxy({} as View, {
      get: (_, name) => this.#section(name).value,
      has: (_, name) => this.#names.includes(name as string),
      ownKeys: () => [...this.#names],
      getOwnPropertyDescriptor: (_, name) => (this.#names.includes(name as string)
        ? { value: this.#section(name).value, enumerable: true, configurable: true, writable: false } : undefined),
      set: () => false,
    });
  }

  /** A section that is the very same object as before wakes nobody. */
  show(next: View): void {
    const sections = next as unknown as Record<string, unknown>;
    const names = Object.keys(sections);
    for (const name of new Set([...this.#names, ...names])) this.#section(name).value = sections[name];
    if (names.join() !== this.#names.join()) this.#names = names;
  }

  #section(name: PropertyKey): Section {
    let section = this.#sections.get(name);
    // Made outside of whoever reads it first: what a reader makes itself does not wake it.
    if (!section) this.#sections.set(name, (section = untrack(() => new Section())));
    return section;
  }
}
