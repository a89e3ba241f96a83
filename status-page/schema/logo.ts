// SP5: a logo may only draw. An unsafe one is refused, not repaired, because a repaired logo could look wrong.
import { z } from 'zod';
import { limits } from '../limits.ts';
import { bytesOf } from '../text.ts';

const elements = new Set(
  `svg g path rect circle ellipse line polyline polygon text tspan title desc defs linearGradient radialGradient
   stop clipPath mask symbol use pattern`.split(/\s+/u),
);
const attributes = new Set(
  `xmlns xmlns:xlink version viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points
   transform fill fill-rule fill-opacity stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit
   stroke-dasharray stroke-dashoffset stroke-opacity opacity color id class role aria-label aria-hidden offset
   stop-color stop-opacity gradientUnits gradientTransform spreadMethod clip-path clip-rule clipPathUnits mask
   maskUnits maskContentUnits patternUnits patternContentUnits patternTransform href xlink:href font-family font-size
   font-weight text-anchor dominant-baseline letter-spacing vector-effect xml:space`.split(/\s+/u),
);
/** Of colours and movements; others, such as image-set(), name things elsewhere. */
const functions = new Set(
  'url rgb rgba hsl hsla matrix translate scale rotate skewx skewy translatex translatey'.split(' '),
);
const namespaces = new Set(['http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xlink']);

export const logoField = z.string().superRefine((text, context) => {
  const expected = faultOf(text);
  if (expected !== null) context.addIssue({ code: 'custom', message: expected });
});

/** What was expected; null when the logo is accepted. */
function faultOf(text: string): string | null {
  if (bytesOf(text) > limits.logoBytes) return `an SVG of at most ${limits.logoBytes / 1024} KiB`;
  if (text !== text.toWellFormed() || /(?![\t\n\r])\p{Cc}/u.test(text))
    return 'an SVG without control characters';
  const drawing = text.replace(/^\uFEFF?\s*<\?xml [^<>?]*\?>/u, '').trim();
  if (!/^<svg[\s>]/u.test(drawing) || !drawing.endsWith('</svg>')) return 'an SVG drawing: <svg …>…</svg>';
  if (/<[!?]/u.test(drawing)) return 'an SVG without comments, doctype, CDATA or instructions';
  return faultOfTags(drawing);
}

function faultOfTags(drawing: string): string | null {
  const open: string[] = [];
  let count = 0;
  let end = 0;
  for (const match of drawing.matchAll(
    /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/gu,
  )) {
    const [whole, closes = '', name = '', given = '', isEmpty = ''] = match;
    // Only text may stand between two tags: no bracket that another parser could read as a tag.
    if (/[<>]/u.test(drawing.slice(end, match.index))) return 'an SVG whose tags are well formed';
    if (end > 0 && open.length === 0) return 'one SVG drawing';
    end = match.index + whole.length;
    count += 1;
    if (closes !== '') {
      if (given.trim() !== '' || open.pop() !== name) return 'an SVG whose tags are well formed';
      continue;
    }
    if (!elements.has(name)) return `an SVG without <${name}>`;
    const fault = faultOfAttributes(given);
    if (fault !== null) return fault;
    if (isEmpty === '') open.push(name);
  }
  if (count > limits.logoElements * 2) return `an SVG of at most ${limits.logoElements} elements`;
  return open.length > 0 || end !== drawing.length ? 'an SVG whose tags are well formed' : null;
}

function faultOfAttributes(given: string): string | null {
  for (const [, name = '', quoted = ''] of given.matchAll(/([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')/gu)) {
    const value = quoted.slice(1, -1);
    if (!attributes.has(name)) return `an SVG without the attribute ${name}`;
    if (name.startsWith('xmlns')) {
      if (!namespaces.has(value)) return `an SVG without the namespace ${value}`;
    } else if (name.endsWith('href')) {
      if (!/^#[\w-]+$/u.test(value)) return 'an SVG that refers only to its own parts, such as #a';
    } else if (name !== 'aria-label' && hasOtherFunction(value)) {
      return 'an SVG that refers only to its own parts, such as #a';
    } else if (/&#|\\|url\((?!#[\w-]+\))|(?:java|vb)script:|data:|https?:|^\s*\/\//iu.test(value)) {
      return 'an SVG that refers only to its own parts, such as #a';
    }
  }
  return null;
}

const hasOtherFunction = (value: string): boolean =>
  [...value.matchAll(/([\w-]+)\s*\(/gu)].some(([, name = '']) => !functions.has(name.toLowerCase()));
