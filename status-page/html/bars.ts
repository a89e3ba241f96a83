// SP33: ninety days as one small drawing, with the same information as text for people who cannot see it.
import type { Shown } from '../levels.ts';
import { constant, type Markup, markup, nothing } from '../markup/markup.ts';
import type { ComponentView, DayView } from '../view.ts';
import { barHeight as height, type DayMark } from '../uptime/day-mark.ts';
import { letterOf, type PageSpeech, spanOf } from './speech.ts';

/** The bars of days without trouble, defined once for all drawings of the page: dashes as wide as the other strokes. */
export function barSymbols(days: number): Markup {
  return constant(
    `<svg width="0" height="0" class="v" aria-hidden="true"><defs><path id="u" d="M-.31 2h${days}" stroke-width="4" stroke-dasharray=".62 .38"/></defs></svg>`,
  );
}

const isBad = ({ mark: { shown, gap } }: DayView): boolean => shown !== 'operational' || gap > 0;

/**
 * With `isFull` the drawing has a name, and every day shows on hover what happened. Otherwise marks of one colour
 * share a path, and a table on the component's own page has the text.
 */
export function bars(speech: PageSpeech, component: ComponentView, isFull: boolean): Markup {
  const days = component.history?.days ?? [];
  const troubled = days.filter((day) => day.mark.foot > 0).length;
  const label = speech.words.bars(component.name, days.length, troubled);
  const marks = days.map((day, index) => ({ day, index, ...day.mark }));
  const feet = marks.filter(({ foot }) => foot > 0);
  const drawn = isFull
    ? feet.map(
        ({ day, index, shown, foot }) =>
          markup`<path class="${letterOf[shown]}" d="${stroke(index, foot)}"><title>${sayDay(speech, day)}</title></path>`,
      )
    : [...Map.groupBy(feet, ({ shown }) => shown)].map(
        ([shown, list]) =>
          markup`<path class=${letterOf[shown]} d=${list.map(({ index, foot }) => stroke(index, foot)).join('')} />`,
      );
  const box = `0 0 ${days.length} ${height}`;
  const content = markup`<use href=#u />${gaps(marks)}${drawn}`;
  return isFull
    ? markup`<svg viewBox="${box}" preserveAspectRatio="none" role="img" aria-label="${label}">${content}</svg>`
    : markup`<svg viewBox="${box}">${content}</svg>`;
}

// No space in it, so that it needs no quotes: there may be 600 of them (SP3).
const stroke = (index: number, foot: number): string => `M${index},${height - foot}v${foot}`;

/** Clears unmeasured time from the top; a day without any measurement keeps a mark at the bottom. */
function gaps(marks: readonly (DayMark & { index: number })[]): Markup {
  const withGap = marks.filter(({ gap }) => gap > 0);
  if (withGap.length === 0) return nothing;
  const wiped = withGap.map(({ index, gap }) => `M${index},0v${String(gap).replace('0.', '.')}`).join('');
  const empty = withGap
    .filter(({ gap }) => gap >= height)
    .map(({ index }) => `M${index},3.6v.4`)
    .join('');
  return markup`<path class=e d=${wiped} />${empty !== '' && markup`<path class=n d=${empty} />`}`;
}

function sayDay(speech: PageSpeech, day: DayView): string {
  return `${speech.words.shortDay(day)}: ${sayHours(speech, day)}`;
}

/** The states of a day, worst first, such as `Major outage 14 min`. */
function sayHours({ words }: PageSpeech, { uptime, from, to }: DayView): string {
  const { timeAt, maintenanceMs, unknownMs } = uptime;
  const parts: [Shown, number][] = [
    ['major', timeAt.major],
    ['partial', timeAt.partial],
    ['degraded', timeAt.degraded],
    ['maintenance', maintenanceMs],
  ];
  const said = parts
    .filter(([, ms]) => ms > 0)
    .map(([shown, ms]) => `${words.shown[shown]} ${words.span(spanOf(ms))}`);
  if (unknownMs > 0)
    said.push(
      unknownMs >= to - from ? words.notMeasured : `${words.notMeasured} ${words.span(spanOf(unknownMs))}`,
    );
  return said.join(', ');
}

/** Days with trouble or gaps as rows; null when there were none. Hidden rows say to the script whose days they are. */
export function dayTable(speech: PageSpeech, component: ComponentView, isHidden: boolean): Markup | null {
  const { words } = speech;
  const rows = (component.history?.days ?? []).filter(isBad);
  if (rows.length === 0) return null;
  const index = (day: DayView): number => component.history?.days.indexOf(day) ?? -1;
  const body = joinGaps(rows).map(
    ({ first, last }) =>
      markup`<tr${isHidden && markup` data-d="${index(first)}" data-e="${index(last)}"`}><th scope="row">${[...new Set([first, last])].map((day, index) => markup`${index > 0 && ' – '}${words.shortDay(day)}`)}</th><td>${sayHours(speech, first)}</td></tr>`,
  );
  const table = markup`<table><caption>${words.uptimeOf(component.name)}</caption><thead><tr><th scope="col">${words.day}</th><th scope="col">${words.whatHappened}</th></tr></thead><tbody>${body}</tbody></table>`;
  return isHidden ? markup`<div class="v">${table}</div>` : table;
}

const isEmpty = (day: DayView): boolean => day.mark.gap >= height;

/** Joins consecutive unknown days into one line. */
function joinGaps(rows: readonly DayView[]): { first: DayView; last: DayView }[] {
  const lines: { first: DayView; last: DayView }[] = [];
  for (const day of rows) {
    const line = lines.at(-1);
    if (line && isEmpty(day) && isEmpty(line.last) && line.last.to === day.from) line.last = day;
    else lines.push({ first: day, last: day });
  }
  return lines;
}
