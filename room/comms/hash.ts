import * as sha256 from 'lib0/hash/sha256';
import { encodeUtf8 } from 'lib0/string';

/** SHA-256 of a rendered text, hex. Not crypto.subtle: it is missing for a guest on a plain http hub, and in room/. */
export function hashOf(rendered: string): string {
  return Array.from(sha256.digest(encodeUtf8(rendered)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
}
