import { hashOf } from '#room/comms/hash.ts';

/** Twelve lower-case letters and digits, derived from the parts without revealing them. */
export function opaqueId(...parts: readonly string[]): string {
  const hex = hashOf(JSON.stringify(parts)).slice(0, 18);
  return BigInt(`0x${hex}`).toString(36).padStart(14, '0').slice(-12);
}
