// SP37: incidents by month: those of the last 90 days on the history page, earlier ones on a page for each year.
import { type Markup, markup } from '../markup/markup.ts';
import type { Incident } from '../truth/reports.ts';
import type { StatusPageView } from '../view.ts';
import { wallTime } from '../zone.ts';
import { pastIncident } from './incidents.ts';
import type { PageSpeech } from './speech.ts';

/** Months since year 0. */
type Month = number;
const yearOf = (month: Month): number => Math.floor(month / 12);
export const yearPath = (year: number): string => `history/${year}/`;

export type History = {
  byMonth: ReadonlyMap<Month, readonly Incident[]>;
  /** The oldest month of the history page, and the oldest of all. */
  first: Month;
  oldest: Month;
  newest: Month;
  /** The years with incidents before the months of the history page, newest first. */
  yearsBefore: readonly number[];
};

/** An incident stands in the month in which it began, in the page's zone; in each the newest first. */
export function historyOf({ page, days, now, incidents }: StatusPageView): History {
  const monthOf = (at: number): Month => {
    const { year, month } = wallTime(at, page.timeZone);
    return year * 12 + month - 1;
  };
  const byMonth = Map.groupBy(incidents, ({ startedAt }) => monthOf(startedAt));
  const newest = monthOf(now);
  // Nobody knows whether the months before the page and its first incident were quiet.
  const told = Math.min(newest, ...byMonth.keys());
  const oldest = page.createdAt === 0 ? told : Math.min(told, monthOf(page.createdAt));
  const since = monthOf(days[0]?.from ?? now);
  const first = page.createdAt === 0 ? since : Math.max(oldest, since);
  const years = new Set([...byMonth.keys()].filter((month) => month < first).map(yearOf));
  return { byMonth, first, newest, oldest, yearsBefore: [...years].toSorted((one, other) => other - one) };
}

type Months = { from: Month; to: Month; characters: number };

/** Newest first; a month without incidents says so in one line. */
export function monthsBody(
  speech: PageSpeech,
  { byMonth }: History,
  { from, to, characters }: Months,
): Markup {
  const { words } = speech;
  const months = Array.from({ length: to - from + 1 }, (_, index) => to - index);
  return markup`${months.map((each) => {
    const list = byMonth.get(each) ?? [];
    const name = words.month({ year: yearOf(each), month: (each % 12) + 1 });
    return markup`<section class="o1"><h2>${name}</h2>${
      list.length === 0
        ? markup`<p class="f">${words.quietMonth}</p>`
        : markup`<ul class="h">${list.map((one) => pastIncident(speech, one, { characters, isUnderHeading: true }))}</ul>`
    }</section>`;
  })}`;
}

export function yearLinks(
  { words, home }: PageSpeech,
  { yearsBefore: years }: History,
  current?: number,
): Markup | false {
  if (years.length === 0) return false;
  return markup`<nav class="y1" aria-label="${words.earlierIncidents}"><p class="f">${words.earlierIncidents}</p><ul>${years.map(
    (year) =>
      markup`<li><a href="${home}${yearPath(year)}index.html"${year === current && markup` aria-current="page"`}>${String(year)}</a></li>`,
  )}</ul></nav>`;
}
