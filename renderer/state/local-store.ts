// This window's cache of last known values, for an instant first paint. Reading and writing never throw, because
// storage can be full, cleared or forbidden. Durable data does not belong here.

export function remember(key: string, value: unknown) {
  try {
    localStorage.setItem(`muster.${key}`, JSON.stringify(value));
  } catch {
    // Only the instant paint of the next start is lost.
  }
}

/** The stored value of a key, not validated: only this window writes there. */
export function recall(key: string): unknown {
  try {
    const text = localStorage.getItem(`muster.${key}`);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

export function forget(key: string) {
  try {
    localStorage.removeItem(`muster.${key}`);
  } catch {
    // Storage is not available, so nothing was stored either.
  }
}
