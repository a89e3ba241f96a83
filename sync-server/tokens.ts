import { createHash, randomBytes } from 'node:crypto';

/** A new bearer token: 256 random bits, in characters that a WebSocket subprotocol may have. */
export const makeToken = (): string => `mst_${randomBytes(32).toString('base64url')}`;

/** A new invitation code: 160 random bits, short enough to paste. */
export const makeCode = (): string => randomBytes(20).toString('base64url');

/** AU1: the stored form of a token or code. Both are random, so a plain hash is enough. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
