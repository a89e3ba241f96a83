import * as sha256 from 'lib0/hash/sha256';

/** SHA-256 in hex. Over plain http there is no crypto.subtle; the fallback takes a few seconds for 25 MiB. */
export async function hashBytes(
  bytes: Uint8Array<ArrayBuffer>,
  subtle: SubtleCrypto | null = globalThis.crypto.subtle ?? null,
): Promise<string> {
  const digest = subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : sha256.digest(bytes);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
