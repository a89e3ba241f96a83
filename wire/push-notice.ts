// WP5: the content of a push notice, encrypted by the server and read by the service worker.

export type PushNotice = {
  title: string;
  body: string;
  /** A later notice with the same tag replaces the earlier one. */
  tag: string;
  /** The kind of message: `page`, `resolved`, `test` and so on. */
  purpose: string;
  incident: string | null;
  /** The code of the link that acknowledges (ES11); null when there is nothing to acknowledge. */
  acknowledge: string | null;
};

/** Null when it is not a notice, for example from a newer server or another sender. */
export function readPushNotice(data: unknown): PushNotice | null {
  if (typeof data !== 'object' || data === null) return null;
  const fields = new Map<string, unknown>(Object.entries(data));
  const text = (name: string) => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : null;
  };
  const [title, body, tag, purpose] = [text('title'), text('body'), text('tag'), text('purpose')];
  if (title === null || body === null || tag === null || purpose === null) return null;
  return { title, body, tag, purpose, incident: text('incident'), acknowledge: text('acknowledge') };
}
