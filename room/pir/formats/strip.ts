// RV10: the incident as one drawing on one time axis: when customers were affected, when each check was down,
// what was sent, what was tried and whether it helped. Shapes and words carry it; colour only repeats them.
import { clockIn, dateIn, type Zone } from '../zone.ts';
import type { Review } from '../review.ts';
import { escapeHtml } from './escape.ts';

const width = 800;
const left = 132;
const right = 16;
const lane = 24;
const bar = 10;
const axis = 26;

type Span = { from: number; until: number };
type Scale = Span & { x: (at: number) => number };
type Mark = { at: number; label: string; title: string; kind: string };
type Lane = {
  name: string;
  bands: readonly (Span & { title: string; isOpen: boolean })[];
  marks: readonly Mark[];
  kind: string;
};

const minuteMs = 60_000;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080, 40_320].map(
  (count) => count * minuteMs,
);
const mostTicks = 9;
const mostChecks = 12;

const glyphs: Record<string, string> = {
  helped: '✓',
  'no-effect': '–',
  'made-worse': '✗',
  inconclusive: '?',
};

export function drawStrip(review: Review): string {
  const span = findSpan(review);
  if (span === null) return '';
  const scale: Scale = {
    ...span,
    x: (at) => left + ((clamp(at, span) - span.from) / (span.until - span.from)) * (width - left - right),
  };
  const lanes = findLanes(review, span);
  if (lanes.length === 0) return '';
  const height = axis + lanes.length * lane + 6;
  return `<figure class="strip">
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(describe(review))}">
${drawAxis(scale, height, review.zone)}
${lanes.map((each, index) => drawLane(each, axis + index * lane, scale)).join('\n')}
</svg>
${legend(review)}
</figure>`;
}

const clamp = (at: number, { from, until }: Span): number => Math.min(until, Math.max(from, at));

/** From the first sign of it to its end, with a little air; the review that follows days later is not drawn. */
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
  return { from: first - air, until: last + air };
}

const hour = 60 * minuteMs;

function findLanes(review: Review, span: Span): Lane[] {
  const { outages, messages, actions, timestamps } = review;
  const at = (label: string): number | null => timestamps.find((each) => each.label === label)?.at ?? null;
  const [began, ended] = [at('Customer impact began'), at('Customer impact ended')];
  const seen = ({ from }: Span): boolean => from <= span.until;
  const band = (from: number, until: number | null, title: string) => ({
    from,
    until: until ?? span.until,
    title,
    isOpen: until === null || until > span.until,
  });
  const names = [...new Set(outages.map(({ name }) => name))];
  const lanes: Lane[] = [
    {
      name: 'Customer impact',
      kind: 'impact',
      marks: [],
      bands:
        began === null || (ended !== null && ended < began) ? [] : [band(began, ended, 'Customers affected')],
    },
    ...names.slice(0, mostChecks).map((name): Lane => ({
      name,
      kind: 'down',
      marks: [],
      bands: outages
        .filter((each) => each.name === name)
        .map(({ from, until }) => band(from, until, `${name} down`))
        .filter(seen),
    })),
    {
      name: 'Updates sent',
      kind: 'update',
      bands: [],
      marks: messages
        .filter((each) => each.at <= span.until)
        .map(({ at: sent, side, number, audience }) => ({
          at: sent,
          label: side === 'external' ? String(number) : '',
          title: `Sent to ${audience}`,
          kind: side === 'external' ? 'external' : 'internal',
        })),
    },
    {
      name: 'Actions',
      kind: 'action',
      bands: [],
      marks: actions
        .map(({ at: done, text, grade }, index) => ({
          at: done,
          label: `${index + 1}${grade === null ? '' : (glyphs[grade.outcome] ?? '')}`,
          title: text,
          kind: grade?.outcome === 'helped' ? 'helped' : 'tried',
        }))
        .filter((each) => each.at <= span.until),
    },
  ];
  return lanes.filter(({ bands, marks }) => bands.length + marks.length > 0);
}

function drawAxis({ from, until, x }: Scale, height: number, zone: Zone): string {
  const step = steps.find((each) => (until - from) / each <= mostTicks) ?? (until - from) / mostTicks;
  const offset = zone.offsetMinutes * minuteMs;
  const ticks: string[] = [];
  let day = '';
  for (let at = Math.ceil((from + offset) / step) * step - offset; at <= until; at += step) {
    const date = dateIn(zone, at);
    const time = clockIn(zone, at, date).slice(0, 5);
    const label = day === '' || day === date ? time : `${date.slice(5)} ${time}`;
    day = date;
    const place = round(x(at));
    ticks.push(
      `<line class="tick" x1="${place}" y1="${axis - 6}" x2="${place}" y2="${height}"/><text class="clock" x="${place}" y="12" text-anchor="middle">${label}</text>`,
    );
  }
  return ticks.join('\n');
}

function drawLane({ name, bands, marks, kind }: Lane, top: number, { x }: Scale): string {
  const middle = top + lane / 2;
  const short = Array.from(name);
  const label = short.length > 20 ? `${short.slice(0, 19).join('')}…` : name;
  return [
    `<text class="name" x="0" y="${middle + 4}">${escapeHtml(label)}<title>${escapeHtml(name)}</title></text>`,
    `<line class="base" x1="${left}" y1="${middle}" x2="${width - right}" y2="${middle}"/>`,
    ...bands.map(({ from, until, title, isOpen }) => {
      const start = round(x(from));
      const end = Math.max(round(x(until)), start + 2);
      const tip = isOpen
        ? `<path class="${kind}" d="M${end} ${middle - bar / 2 - 2}l8 ${bar / 2 + 2}l-8 ${bar / 2 + 2}z"/>`
        : '';
      return `<rect class="${kind}" x="${start}" y="${middle - bar / 2}" width="${round(end - start)}" height="${bar}"><title>${escapeHtml(title)}</title></rect>${tip}`;
    }),
    ...spread(marks, x).map((mark) => {
      const { at, label: words, title, kind: type, place } = mark;
      const where = round(x(at));
      return `<line class="${type}" x1="${where}" y1="${middle - 7}" x2="${where}" y2="${middle + 7}"><title>${escapeHtml(title)}</title></line><text class="${type}" x="${round(place) + 4}" y="${middle + 4}">${escapeHtml(words)}</text>`;
    }),
  ].join('\n');
}

/** Labels do not cover each other: one that would is left out, its mark stays. */
function spread(marks: readonly Mark[], x: (at: number) => number): (Mark & { place: number })[] {
  let free = 0;
  return marks.map((mark) => {
    const place = x(mark.at);
    const fits = place >= free && mark.label !== '';
    if (fits) free = place + 8 + mark.label.length * 8;
    return { ...mark, label: fits ? mark.label : '', place };
  });
}

const round = (value: number): number => Math.round(value * 10) / 10;

function legend({ actions, outages }: Review): string {
  const tried = actions.map(({ text, grade }, index) => {
    const glyph = grade === null ? '' : (glyphs[grade.outcome] ?? '');
    return `<li><span class="number">${index + 1}${glyph}</span> ${escapeHtml(text.trim().split('\n', 1)[0] ?? '')}</li>`;
  });
  const hidden = new Set(outages.map(({ name }) => name)).size - mostChecks;
  const more = hidden > 0 ? `<li>${hidden} more checks are not drawn.</li>` : '';
  const key = 'Actions: ✓ helped, – no effect, ✗ made it worse, ? inconclusive, no sign: not judged.';
  return tried.length === 0 && more === ''
    ? ''
    : `<figcaption>${tried.length === 0 ? '' : key}<ul>${tried.join('')}${more}</ul></figcaption>`;
}

const count = (number: number, one: string): string => `${number} ${number === 1 ? one : `${one}s`}`;

function describe({ outages, messages, actions }: Review): string {
  return `Customer impact, ${count(outages.length, 'outage')} of checks, ${count(messages.length, 'update')} and ${count(actions.length, 'action')} on one time axis`;
}
