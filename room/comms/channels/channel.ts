// A channel is a pure function of the rendered text, so only approved content can reach a reader.
export type Copy = {
  /** The text as it is sent. It is logged, and people can copy it. */
  sent: string;
  /** The parts of the preview, in order. */
  parts: readonly { label: string; text: string }[];
  /** The request body as JSON, for a channel that needs one. */
  payload: string | null;
  length: number;
  limit: number;
  /** The unit of `length` and `limit`. */
  unit: 'characters' | 'bytes';
  fits: boolean;
  /** It was shortened to fit; the preview says so. */
  isShortened: boolean;
};

export type CopyChannel = { label: string; usual: string; render(rendered: string): Copy };

export const defineChannel = (channel: CopyChannel): CopyChannel => channel;

export const countCharacters = (text: string): number => Array.from(text).length;

/** The first `limit` characters, cut between words if possible. */
export function clipWords(text: string, limit: number): string {
  const characters = Array.from(text);
  if (characters.length <= limit) return text;
  const cut = characters.slice(0, limit - 1).join('');
  const space = cut.search(/\s\S*$/u);
  return `${(space > limit / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

export function countBytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_00_00 ? 3 : 4;
  }
  return bytes;
}
