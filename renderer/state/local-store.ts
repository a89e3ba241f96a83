// What this window remembers by itself: the last known values for an instant first paint. Reading and
// writing never throw, because storage can be full, cleared or forbidden; nothing durable lives here.

export function remember(key: string, value: unknown) {
  try {
    localStorage.setItem(`muster.${key}`, JSON.stringify(value));
  } catch {
    // Only the instant paint of the next start is lost.
  }
}

/** What was remembered under a key, unchecked: only this window writes there. */
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
    // Nothing is kept where nothing can be removed.
  }
}
