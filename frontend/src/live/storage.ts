// Where a device keeps what the server does not have yet. A browser may refuse storage; then memory has to do.

export interface Keep {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(prefix: string): string[];
}

export class MemoryKeep implements Keep {
  #items = new Map<string, string>();
  get = (key: string) => this.#items.get(key) ?? null;
  set = (key: string, value: string) => void this.#items.set(key, value);
  remove = (key: string) => void this.#items.delete(key);
  keys = (prefix: string) => [...this.#items.keys()].filter((key) => key.startsWith(prefix));
}

/** localStorage and not IndexedDB: it is synchronous, so what was typed just before closing is kept too. */
export class BrowserKeep implements Keep {
  #spare = new MemoryKeep();
  get = (key: string) => this.#try((store) => store.getItem(key)) ?? this.#spare.get(key);
  set = (key: string, value: string) => {
    if (this.#try((store) => (store.setItem(key, value), true)) === undefined) this.#spare.set(key, value);
  };
  remove = (key: string) => {
    this.#try((store) => store.removeItem(key));
    this.#spare.remove(key);
  };
  keys = (prefix: string) => {
    const stored = this.#try((store) => Object.keys(store).filter((key) => key.startsWith(prefix))) ?? [];
    return [...stored, ...this.#spare.keys(prefix)];
  };

  #try<T>(use: (store: Storage) => T): T | undefined {
    try {
      return use(localStorage);
    } catch {
      return undefined; // full, or forbidden by the browser
    }
  }
}
