// Schemas of the two feeds, written down from the RSS 2.0 specification (rssboard.org) and from RFC 4287, as a table of
// elements. Strict about what our feeds may hold: an element that a specification does not name is a fault.
import { XMLParser, XMLValidator } from 'fast-xml-parser';

type Check = (text: string) => boolean;
type Rule = {
  /** Child elements with how often each may stand: at least, at most. */
  children?: Readonly<Record<string, readonly [number, number]>>;
  attributes?: Readonly<Record<string, Check>>;
  /** Attributes that must be there. */
  needs?: readonly string[];
  text?: Check;
};
type Schema = { root: string; elements: Readonly<Record<string, Rule>> };

const many = Number.POSITIVE_INFINITY;
const isAbsolute: Check = (text) => /^https?:\/\/[^\s<>"{}|\\^`]+$/u.test(text);
const isIri: Check = (text) => /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/iu.test(text);
const isMediaType: Check = (text) => /^[\w.+-]+\/[\w.+-]+$/u.test(text);
const isLanguage: Check = (text) => /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/u.test(text);
const isWords: Check = (text) => text.trim() !== '';
const isAnything: Check = () => true;

/** RFC 822 with a four-digit year: the weekday must be that of the date. */
const isMailDate: Check = (text) => {
  const form = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/u;
  return form.test(text) && new Date(text).toUTCString() === text;
};
/** RFC 3339 with upper-case T and Z, as RFC 4287 section 3.3 asks. */
const isInstant: Check = (text) =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u.test(text) &&
  !Number.isNaN(Date.parse(text));

export const rssSchema: Schema = {
  root: 'rss',
  elements: {
    rss: {
      children: { channel: [1, 1] },
      attributes: {
        version: (text) => text === '2.0',
        'xmlns:atom': (text) => text === 'http://www.w3.org/2005/Atom',
      },
      needs: ['version'],
    },
    channel: {
      children: {
        title: [1, 1],
        link: [1, 1],
        description: [1, 1],
        language: [0, 1],
        lastBuildDate: [0, 1],
        'atom:link': [0, many],
        item: [0, many],
      },
    },
    // All elements of an item are optional, but title or description must be there; ours has both.
    item: { children: { title: [1, 1], link: [0, 1], guid: [0, 1], pubDate: [0, 1], description: [1, 1] } },
    title: { text: isWords },
    link: { text: isAbsolute },
    description: { text: isWords },
    language: { text: isLanguage },
    lastBuildDate: { text: isMailDate },
    pubDate: { text: isMailDate },
    // A guid that is no permanent link says so.
    guid: { attributes: { isPermaLink: (text) => text === 'false' }, needs: ['isPermaLink'], text: isWords },
    'atom:link': {
      attributes: { href: isAbsolute, rel: (text) => text === 'self', type: isMediaType },
      needs: ['href', 'rel'],
    },
  },
};

export const atomSchema: Schema = {
  root: 'feed',
  elements: {
    feed: {
      children: {
        id: [1, 1],
        title: [1, 1],
        updated: [1, 1],
        author: [1, many],
        link: [1, many],
        entry: [0, many],
      },
      attributes: { xmlns: (text) => text === 'http://www.w3.org/2005/Atom', 'xml:lang': isLanguage },
      needs: ['xmlns'],
    },
    entry: {
      children: {
        id: [1, 1],
        title: [1, 1],
        updated: [1, 1],
        published: [0, 1],
        link: [0, many],
        content: [0, 1],
      },
    },
    id: { text: isIri },
    title: { text: isAnything },
    updated: { text: isInstant },
    published: { text: isInstant },
    author: { children: { name: [1, 1] } },
    name: { text: isWords },
    link: {
      attributes: { href: isIri, rel: isWords, type: isMediaType },
      needs: ['href'],
    },
    content: { attributes: { type: (text) => /^(?:text|html)$/u.test(text) }, text: isAnything },
  },
};

type Element = { name: string; attributes: Record<string, string>; children: Element[]; text: string };
type Raw = Record<string, unknown>;

/** Everything that a schema forbids, each with its place; empty for a valid document. */
export function faultsOfFeed(document: string, { root, elements }: Schema): string[] {
  const wellFormed = XMLValidator.validate(document);
  if (wellFormed !== true) return [`not well formed: ${wellFormed.err.msg}`];
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    ignoreDeclaration: true,
  });
  const all = elementsIn(parser.parse(document) as Raw[]);
  if (all.length !== 1 || all[0]?.name !== root) return [`the root must be ${root}`];
  return faultsIn(all[0], '', elements);
}

function elementsIn(raw: readonly Raw[]): Element[] {
  return raw.flatMap((each): Element[] => {
    const name = Object.keys(each).find((key) => key !== ':@' && key !== '#text');
    if (name === undefined) return [];
    const inside = each[name] as Raw[];
    const text = inside.map((part) => (typeof part['#text'] === 'string' ? part['#text'] : '')).join('');
    return [
      { name, attributes: (each[':@'] ?? {}) as Record<string, string>, children: elementsIn(inside), text },
    ];
  });
}

function faultsIn(element: Element, above: string, elements: Schema['elements']): string[] {
  const path = `${above}/${element.name}`;
  const rule = elements[element.name];
  if (rule === undefined) return [`${path}: no such element`];
  const { children = {}, attributes = {}, needs = [], text } = rule;
  const count = (name: string) => element.children.filter((each) => each.name === name).length;
  return [
    ...Object.entries(children)
      .filter(([name, [least, most]]) => count(name) < least || count(name) > most)
      .map(([name]) => `${path}: ${count(name)} of ${name}`),
    ...element.children
      .filter(({ name }) => !(name in children))
      .map(({ name }) => `${path}: no ${name} here`),
    ...needs.filter((name) => !(name in element.attributes)).map((name) => `${path}: lacks ${name}`),
    ...Object.entries(element.attributes)
      .filter(([name, value]) => attributes[name]?.(value) !== true)
      .map(([name, value]) => `${path}: ${name}="${value}"`),
    ...(text === undefined || text(element.text) ? [] : [`${path}: "${element.text.slice(0, 60)}"`]),
    ...(text === undefined && element.text.trim() !== ''
      ? [`${path}: words where only elements may stand`]
      : []),
    ...element.children.flatMap((each) => faultsIn(each, path, elements)),
  ];
}
