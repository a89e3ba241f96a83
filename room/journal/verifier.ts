// Verifies signatures with the runtime's Web Crypto, in windows and on servers.
import { fromBase64Url, toBase64Url } from './base64url.ts';
import { decodeUtf8 } from 'lib0/string';
import { z } from 'zod';
import { sha256, utf8, type Digest } from './hash.ts';

export type Verifier = {
  digest: Digest;
  /** Ed25519; the key is SPKI in base64url. Never rejects: an invalid key or signature gives false. */
  isSigned: (key: string, bytes: Uint8Array, signature: Uint8Array) => Promise<boolean>;
};

/** The used part of `crypto.subtle`, because room/ has no types for it. */
export type Subtle<Key> = {
  importKey(
    format: 'spki',
    data: Uint8Array<ArrayBuffer>,
    algorithm: string,
    extractable: boolean,
    usages: ['verify'],
  ): Promise<Key>;
  verify(
    algorithm: string,
    key: Key,
    signature: Uint8Array<ArrayBuffer>,
    data: Uint8Array<ArrayBuffer>,
  ): Promise<boolean>;
};

export function makeVerifier<Key>(subtle: Subtle<Key>, digest: Digest = sha256): Verifier {
  const keys = new Map<string, Promise<Key>>();
  const keyOf = (text: string): Promise<Key> => {
    const known = keys.get(text);
    if (known !== undefined) return known;
    const key = subtle.importKey('spki', fromBase64Url(text).slice(), 'Ed25519', false, ['verify']);
    keys.set(text, key);
    return key;
  };
  return {
    digest,
    async isSigned(key, bytes, signature) {
      try {
        return await subtle.verify('Ed25519', await keyOf(key), signature.slice(), bytes.slice());
      } catch {
        return false;
      }
    },
  };
}

/** A team's statement about a device's key (HU4). Its expiry only matters for access; signatures stay valid. */
const passSchema = z.looseObject({
  team: z.string(),
  person: z.string(),
  name: z.string(),
  key: z.string(),
});
export type Vouched = z.output<typeof passSchema>;

/** Null unless it is complete and signed by the team it names. */
export async function readPass(pass: string, { isSigned }: Verifier): Promise<Vouched | null> {
  const [body = '', signature = '', ...more] = pass.split('.');
  const bytes = readBase64Url(signature);
  if (bytes === null || more.length > 0) return null;
  const vouched = passSchema.safeParse(readJson(body));
  if (!vouched.success) return null;
  return (await isSigned(vouched.data.team, utf8(body), bytes)) ? vouched.data : null;
}

/** Null for invalid or non-canonical base64url. */
export function readBase64Url(text: string): Uint8Array | null {
  try {
    const bytes = fromBase64Url(text);
    return toBase64Url(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(decodeUtf8(readBase64Url(body) ?? new Uint8Array()));
  } catch {
    return null;
  }
}
