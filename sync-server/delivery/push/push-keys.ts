// WP1: the key pair that identifies this server to push services (VAPID, RFC 8292). It is made once and kept, because
// browsers accept notices for this key only.
import { createECDH } from 'node:crypto';
import type { Database } from '../../storage/database.ts';
import { keepFirst, readKept } from '../../storage/kept-values.ts';

/** Both as base64url: an uncompressed P-256 point, and its private number. */
export type PushKeys = { publicKey: string; privateKey: string };

const name = 'push keys';

/** Reads this server's key pair, or makes one and keeps it. */
export function openPushKeys(database: Database): PushKeys {
  const kept = readKept(database, name) ?? keepFirst(database, name, JSON.stringify(makeKeys()));
  return JSON.parse(kept) as PushKeys;
}

function makeKeys(): PushKeys {
  const pair = createECDH('prime256v1');
  const publicKey = pair.generateKeys('base64url');
  // node leaves out the leading zeros of a private number.
  const privateKey = Buffer.from(pair.getPrivateKey('hex').padStart(64, '0'), 'hex').toString('base64url');
  return { publicKey, privateKey };
}
