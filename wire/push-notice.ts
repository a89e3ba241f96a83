// WP5: what a push notice carries, as the server seals it and the service worker opens it.

export type PushNotice = {
  title: string;
  body: string;
  /** A later notice with the same tag takes the place of the earlier. */
  tag: string;
  /** Of the message: `page`, `resolved`, `test` and so on. */
  purpose: string;
  incident: string | null;
  /** The code of the link that acknowledges (ES11); null where nothing is to be acknowledged. */
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
