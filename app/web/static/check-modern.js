// Understood only by browsers that understand the rest of Maatwerk: each line is something that the oldest of them have
// (build.target in frontend/vite.config.ts). Older ones stop at their first mistake, and check.js sees that nothing was set.
class Marker {
  static #known = new WeakSet();
  #mark = 1;
  static {
    Marker.#known.add(Marker);
  }
  static has(other) {
    return #mark in other && Marker.#known.has(Marker);
  }
}

const words = 'a-b'.match(/(?<=-)(?<last>\w)/)?.groups ?? {};
let enough = null;
enough ??= Marker.has(new Marker()) && words.last === 'b';
enough &&= ['at', 'findLast', 'flatMap'].every((name) => name in Array.prototype) && Object.hasOwn(words, 'last');
enough &&= typeof structuredClone === 'function' && typeof AbortSignal.timeout === 'function';
enough &&= typeof TextDecoderStream === 'function' && typeof ResizeObserver === 'function';
enough &&= CSS.supports('color', 'color-mix(in srgb, red 50%, blue)') && CSS.supports('container-type', 'inline-size');
if (enough) document.documentElement.setAttribute('data-modern', '');
await null; // Last: Safari does not wait for it, and check.js would look before anything was set.
