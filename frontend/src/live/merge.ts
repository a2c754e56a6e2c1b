// RFC 7396: JSON Merge Patch. What did not change keeps its identity, so that screens redraw only what moved.

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function merge<T>(target: T, patch: unknown): T;
export function merge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Json = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    // defineProperty, since plain assignment of '__proto__' would change what the object is.
    else Object.defineProperty(result, key, {
      value: merge(Object.hasOwn(result, key) ? result[key] : undefined, value),
      enumerable: true, configurable: true, writable: true,
    });
  }
  return result;
}
