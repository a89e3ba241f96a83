import type { Room } from '../incident.ts';
import { isValueName, namesIn, values, type Bound, type Names, type ValueName } from './values.ts';

/** A piece of a rendered text; `value` is set where it came from a value, `isKnown` false where nobody knows it. */
export type Piece = { text: string; value: ValueName | null; isKnown: boolean };

export type Rendered = {
  /** What goes out, without the blank space that typing leaves at its ends. */
  text: string;
  pieces: readonly Piece[];
  /** The values it names, each once. */
  used: ReadonlySet<ValueName>;
};

type RenderOptions = { draft?: Bound; names?: Names };

const unbound: Bound = { next: null, eta: null };

/** `{impact}`, `{Next update}`: a name in braces on one line. Other braces are only characters. */
export const valuePattern = /\{[ \t]*([a-z][a-z \t-]{0,30}?)[ \t]*\}/giu;

/**
 * CM2: a draft with its values filled in from the room. What a value says is never looked at for values
 * again, so nothing that is written in the impact can bring another value in.
 */
export function renderDraft(text: string, room: Room, options: RenderOptions = {}): Rendered {
  const { draft = unbound, names = namesIn(room) } = options;
  const pieces: Piece[] = [];
  const used = new Set<ValueName>();
  const source = text.replace(/\r\n?/gu, '\n').trim();
  let end = 0;
  for (const match of source.matchAll(valuePattern)) {
    const name = (match[1] ?? '').toLowerCase().replace(/\s+/gu, ' ');
    if (!isValueName(name)) continue;
    if (match.index > end) pieces.push(plain(source.slice(end, match.index)));
    const known = values[name].read({ room, draft, names })?.trim() ?? '';
    pieces.push({ text: known || values[name].unknown, value: name, isKnown: known !== '' });
    used.add(name);
    end = match.index + match[0].length;
  }
  if (end < source.length) pieces.push(plain(source.slice(end)));
  return { text: pieces.map((piece) => piece.text).join(''), pieces, used };
}

const plain = (text: string): Piece => ({ text, value: null, isKnown: true });

/** The first line is the headline (an e-mail's subject, a card's title); the rest is the body. */
export function splitHeadline(rendered: string): { headline: string; body: string } {
  const [first = '', ...rest] = rendered.split('\n');
  return { headline: first.replace(/^#{1,6}\s+/u, '').trim(), body: rest.join('\n').trim() };
}
