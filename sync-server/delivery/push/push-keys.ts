// WP1: the key pair by which push services know this server (VAPID, RFC 8292). Made once and kept: browsers that allowed
// notices did so for this key alone.
import { createECDH } from 'node:crypto';
import type { Database } from '../../storage/database.ts';
import { keepFirst, readKept } from '../../storage/kept-values.ts';

/** Both as base64url: an uncompressed point of P-256, and its private number. */
export type PushKeys = { publicKey: string; privateKey: string };

const name = 'push keys';

/** Reads the pair of this server, or makes one and keeps it. */
export function openPushKeys(database: Database): PushKeys {
  const kept = readKept(database, name) ?? keepFirst(database, name, JSON.stringify(makeKeys()));
  return JSON.parse(kept) as PushKeys;
}

function makeKeys(): PushKeys {
  const pair = createECDH('prime256v1');
  const publicKey = pair.generateKeys('base64url');
  // A private number may begin with zeros, which node leaves out.
  const privateKey = Buffer.from(pair.getPrivateKey('hex').padStart(64, '0'), 'hex').toString('base64url');
  return { publicKey, privateKey };
}
