// Reads a text file that somebody chose, in whatever encoding its program wrote.
import { decodeText } from '#room/text/decode-text.ts';

export const readFile = async (file: File): Promise<string> =>
  decodeText(new Uint8Array(await file.arrayBuffer()));
