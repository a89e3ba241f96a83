// A channel is a pure function of the rendered text alone: nothing can reach a reader that was not in what
// was approved.
export type Copy = {
  /** The text as it is sent. It is logged, and people can copy it. */
  sent: string;
  /** The parts of the preview, in order. */
  parts: readonly { label: string; text: string }[];
  /** The body of the request where the channel takes one, as JSON. */
  payload: string | null;
  length: number;
  limit: number;
  /** What length and limit count. */
  unit: 'characters' | 'bytes';
  fits: boolean;
  /** It was made shorter to fit, which the preview says. */
  isShortened: boolean;
};

export type Channel = { label: string; usual: string; render(rendered: string): Copy };

export const defineChannel = (channel: Channel): Channel => channel;

export const countCharacters = (text: string): number => Array.from(text).length;

/** The first `limit` characters, cut between words where there is one to cut at. */
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
