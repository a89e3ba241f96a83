import type { Room } from '../view/room-view.ts';
import { isValueName, namesIn, values, type Bound, type Names, type ValueName } from './values.ts';

/** A piece of a rendered text; `value`: the value it came from. `isKnown` is false when that value is unknown. */
export type Piece = { text: string; value: ValueName | null; isKnown: boolean };

export type Rendered = {
  /** The text to send, trimmed. */
  text: string;
  pieces: readonly Piece[];
  /** The values it names, each once. */
  used: ReadonlySet<ValueName>;
};

type RenderOptions = { draft?: Bound; names?: Names };

const unbound: Bound = { next: null, eta: null };

/** `{impact}`, `{Next update}`: a name in braces on one line. Other braces are plain text. */
export const valuePattern = /\{[ \t]*([a-z][a-z \t-]{0,30}?)[ \t]*\}/giu;

/**
 * CM2: fills a draft with values from the room. Inserted text is not searched for values again, so text in the
 * impact cannot insert another value.
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
