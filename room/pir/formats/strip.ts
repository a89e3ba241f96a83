// RV10: the incident as one drawing on one time axis: the same lanes as in the room, drawn for paper. Shapes and words
// carry all information; colour only repeats it.
import {
  layOut,
  axisHeight,
  barHeight,
  type DrawnBand,
  type DrawnLane,
  type DrawnMark,
  type Drawn,
} from '../../strip/layout.ts';
import { glyphs, lanesOf, mostChecks, type Story } from '../../strip/story.ts';
import type { Span } from '../../strip/strip.ts';
import { sayList } from '../../text/words.ts';
import { clockIn, dateIn, sayDuration, type Zone } from '../zone.ts';
import type { Review } from '../review.ts';
import { escapeHtml } from './escape.ts';

const width = 800;
const left = 12;
const right = 140;
const nameSigns = 22;
const minuteMs = 60_000;

/** The layout of the lanes for this width; null when there is nothing to draw. */
export function layOutStrip(review: Review, wide: number): Drawn | null {
  const span = findSpan(review);
  if (span === null) return null;
  const lanes = lanesOf(tell(review), { span, sayLength: sayDuration });
  if (lanes.length === 0) return null;
  const anchor = -review.zone.offsetMinutes * minuteMs;
  return layOut({ ...span, lanes }, { width: wide, left, right, anchor, gapWords: () => [] });
}

export function drawStrip(review: Review): string {
  const drawn = layOutStrip(review, width);
  if (drawn === null) return '';
  return `<figure class="strip">
<svg viewBox="0 0 ${width} ${drawn.height}" role="img" aria-label="${escapeHtml(describe(review))}">
${drawAxis(drawn, review.zone)}
${drawn.lanes.map((lane) => drawLane(lane, drawn)).join('\n')}
</svg>
${legend(review)}
</figure>`;
}

function tell({ timestamps, outages, roles, messages, promises, actions }: Review): Story {
  const at = (label: string): number | null => timestamps.find((each) => each.label === label)?.at ?? null;
  const began = at('Customer impact began');
  return {
    impact: began === null ? null : { from: began, until: at('Customer impact ended') },
    outages,
    command: roles.filter(({ role, as }) => role === 'commander' && as === 'primary'),
    messages,
    promises,
    lateSince: null,
    actions: actions.map(({ at, text, grade, fact }) => ({
      at,
      text,
      outcome: grade?.outcome ?? null,
      fact,
    })),
  };
}

/** From the first sign of the incident to its end, with a margin; the later review is not drawn. */
function findSpan({ timestamps, outages, timeline, messages, actions }: Review): Span | null {
  const at = (label: string): number | null => timestamps.find((each) => each.label === label)?.at ?? null;
  const resolved = at('Resolved');
  const known = [
    at('Customer impact began'),
    at('First alert'),
    at('Declared'),
    at('Customer impact ended'),
    at('Recovered'),
    resolved,
    ...outages.flatMap(({ from, until }) => [from, until]),
    ...[...messages, ...actions].map((each) => each.at),
    ...(resolved === null ? [timeline.lines.at(-1)?.at ?? null] : []),
  ].filter((each) => each !== null);
  const limit = resolved === null ? Number.POSITIVE_INFINITY : resolved + hour;
  const inside = known.filter((each) => each <= limit);
  if (inside.length === 0) return null;
  const [first, last] = [Math.min(...inside), Math.max(...inside)];
  const air = Math.max(minuteMs, (last - first) * 0.03);
  return { from: first - air, to: last + air };
}

const hour = 60 * minuteMs;

/** The label of each tick: the time, with the date at the start of a day. */
export function labelTicks({ ticks }: Drawn, zone: Zone): { x: number; label: string }[] {
  let day = '';
  return ticks.map(({ at, x }) => {
    const date = dateIn(zone, at);
    const time = clockIn(zone, at, date).slice(0, 5);
    const label = day === '' || day === date ? time : `${date.slice(5)} ${time}`;
    day = date;
    return { x, label };
  });
}

function drawAxis(drawn: Drawn, zone: Zone): string {
  const { height } = drawn;
  return labelTicks(drawn, zone)
    .map(({ x, label }) => {
      return `<line class="tick" x1="${x}" y1="${axisHeight - 4}" x2="${x}" y2="${height}"/><text class="clock" x="${x}" y="12" text-anchor="middle">${label}</text>`;
    })
    .join('\n');
}

/** A lane's name, shortened to fit beside the lane. */
export function shortName(name: string): string {
  const signs = Array.from(name);
  return signs.length > nameSigns ? `${signs.slice(0, nameSigns - 1).join('')}…` : name;
}

function drawLane({ name, top, height, bands, marks }: DrawnLane, { left, right }: Drawn): string {
  const middle = top + height / 2;
  const label = shortName(name);
  return [
    `<line class="base" x1="${left}" y1="${middle}" x2="${right}" y2="${middle}"/>`,
    ...bands.map((band) => drawBand(band, middle)),
    ...marks.map((mark) => drawMark(mark, middle)),
    `<text class="name" x="${right + 12}" y="${middle + 4}">${escapeHtml(label)}<title>${escapeHtml(name)}</title></text>`,
  ].join('\n');
}

function drawBand({ kind, x, width, shown, title, isOpen }: DrawnBand, middle: number): string {
  const top = middle - barHeight / 2;
  const tip = isOpen ? `<path d="M${x + width} ${top}l6 ${barHeight / 2}l-6 ${barHeight / 2}z"/>` : '';
  const words = shown === '' ? '' : `<text x="${x + 4}" y="${middle + 4}">${escapeHtml(shown)}</text>`;
  return `<g class="band ${kind}"><rect x="${x}" y="${top}" width="${width}" height="${barHeight}"><title>${escapeHtml(title)}</title></rect>${tip}${words}</g>`;
}

function drawMark({ kind, x, shown, title }: DrawnMark, middle: number): string {
  const flag = kind === 'internal' ? '' : `<path d="M${x} ${middle - 8}h7l-2.5 3.5l2.5 3.5h-7z"/>`;
  return `<g class="mark ${kind}"><line x1="${x}" y1="${middle - 8}" x2="${x}" y2="${middle + 8}"><title>${escapeHtml(title)}</title></line>${flag}<text x="${x + 9}" y="${middle + 4}">${escapeHtml(shown)}</text></g>`;
}

/** The actions with their numbers in the drawing and the sign of their grade. */
export const numberActions = ({ actions }: Review): { number: string; text: string }[] =>
  actions.map(({ text, grade }, index) => ({
    number: `${index + 1}${grade === null ? '' : (glyphs[grade.outcome] ?? '')}`,
    text: text.trim().split('\n', 1)[0] ?? '',
  }));
/** The legend. */
export const signsOfActions =
  'Actions: ✓ helped, – no effect, ✗ made it worse, ? inconclusive, no sign: not judged.';

/** The most actions that the legend names; the timeline has them all. */
export const mostOfLegend = 12;

function legend(review: Review): string {
  const { outages, actions } = review;
  const tried = numberActions(review)
    .slice(0, mostOfLegend)
    .map(({ number, text }) => `<li><span class="number">${number}</span> ${escapeHtml(text)}</li>`);
  const hidden = new Set(outages.map(({ monitor }) => monitor)).size - mostChecks;
  const left = actions.length - tried.length;
  const others = left > 0 ? `<li>and ${left} more</li>` : '';
  const more = `${others}${hidden > 0 ? `<li>${hidden} more checks are not drawn.</li>` : ''}`;
  return tried.length === 0 && more === ''
    ? ''
    : `<figcaption>${tried.length === 0 ? '' : signsOfActions}<ul>${tried.join('')}${more}</ul></figcaption>`;
}

const count = (number: number, one: string): string => `${number} ${number === 1 ? one : `${one}s`}`;

/** The alternative text of the drawing. */
export function describe({ outages, messages, actions }: Review): string {
  const drawn = [
    'Customer impact',
    ...(outages.length === 0 ? [] : [`${count(outages.length, 'outage')} of checks`]),
    ...(messages.length === 0 ? [] : [count(messages.length, 'update')]),
    ...(actions.length === 0 ? [] : [count(actions.length, 'action')]),
  ];
  return `${sayList(drawn)} on one time axis`;
}
