import { type Markup, markup } from '../markup/markup.ts';
import type { Occurrence } from '../maintenance/occurrences.ts';
import { isRunning } from '../view.ts';
import { shorten } from '../text.ts';
import { sayLine, range, sayProse, type PageSpeech, time } from './speech.ts';

export const upcoming = ({ view: { occurrences } }: Pick<PageSpeech, 'view'>): Occurrence[] =>
  occurrences.filter(({ status, isCancelled }) => status === 'scheduled' && !isCancelled);
export const running = ({ view: { occurrences } }: Pick<PageSpeech, 'view'>): Occurrence[] =>
  occurrences.filter(isRunning);
/** Newest first. */
const past = ({ view: { occurrences } }: PageSpeech): Occurrence[] =>
  occurrences.filter(({ status, isCancelled }) => status === 'completed' && !isCancelled).toReversed();
const cancelled = ({ view: { occurrences, now } }: PageSpeech): Occurrence[] =>
  occurrences.filter(({ isCancelled, scheduledUntil }) => isCancelled && scheduledUntil > now);

/** Current work, on the first page. */
export function activeMaintenance(speech: PageSpeech, characters: number): Markup | false {
  const list = running(speech);
  if (list.length === 0) return false;
  return markup`<section aria-labelledby="a"><h2 id="a">${speech.words.maintenance}</h2>${list.map(
    (each) =>
      markup`<article class="e1 i"><h3>${sayLine(speech, each.title)}</h3>${details(speech, each, characters)}</article>`,
  )}</section>`;
}

/** The next turn of each planned work, on the first page. */
export function nextMaintenance(speech: PageSpeech, most: number, characters: number): Markup | false {
  const byMaintenance = Map.groupBy(upcoming(speech), ({ maintenance }) => maintenance);
  const list = [...byMaintenance.values()].flatMap(([next]) => next ?? []).slice(0, most);
  if (list.length === 0) return false;
  return markup`<section aria-labelledby="u"><h2 id="u">${speech.words.upcomingMaintenance}</h2>${listOf(speech, list, { characters })}</section>`;
}

/** Everything from 90 days ago to 90 days ahead. */
export function maintenanceBody(speech: PageSpeech): Markup {
  const { words } = speech;
  const groups: [string, Occurrence[]][] = [
    [words.active, running(speech)],
    [words.upcoming, upcoming(speech)],
    [words.cancelled, cancelled(speech)],
    [words.past, past(speech)],
  ];
  const filled = groups.filter(([, list]) => list.length > 0);
  if (filled.length === 0) return markup`<p>${words.noMaintenance}</p>`;
  return markup`${filled.map(([title, list]) => markup`<section><h2>${title}</h2>${listOf(speech, list, { characters: Infinity })}</section>`)}`;
}

const listOf = (
  speech: PageSpeech,
  list: readonly Occurrence[],
  { characters }: { characters: number },
): Markup => {
  const item = ([first, ...others]: readonly Occurrence[]) =>
    first !== undefined &&
    markup`<li id="${first.id}"><h3>${sayLine(speech, first.title)}</h3>${details(speech, first, characters)}${others.length > 0 && markup`<ul class="s">${others.map((each) => markup`<li id="${each.id}">${when(speech, each)}${saidOf(speech, each, characters)}</li>`)}</ul>`}</li>`;
  return markup`<ul class="h">${gather(list).map(item)}</ul>`;
};

/** Turns of one plan that say the same stand together, so that its text is there once. */
const gather = (list: readonly Occurrence[]): Occurrence[][] => [...Map.groupBy(list, textsOf).values()];

const textsOf = ({ maintenance, title, body, components }: Occurrence): string =>
  JSON.stringify([maintenance, title, body, components]);

function details(speech: PageSpeech, each: Occurrence, characters: number): Markup {
  const { words, view } = speech;
  const names = each.components.map((id) => view.find(id)?.name).filter((name) => name !== undefined);
  return markup`${when(speech, each)}${names.length > 0 && markup`<p class="f">${words.affects(names.slice(0, 12).join(', '))}${names.length > 12 && ' …'}</p>`}${each.body !== null && markup`<div class="j">${sayProse(speech, each.body, (text) => cut(text, characters))}</div>`}${saidOf(speech, each, characters)}`;
}

const when = (speech: PageSpeech, each: Occurrence): Markup =>
  markup`<p class="f">${range(speech, each.scheduledFor, each.scheduledUntil)} · ${each.isCancelled ? speech.words.cancelled : speech.words.work[each.status]}</p>`;

/** What people said during this turn, newest first. */
function saidOf(speech: PageSpeech, { updates }: Occurrence, characters: number): Markup | false {
  if (updates.length === 0) return false;
  const said = ({ status, at, body }: Occurrence['updates'][number]) =>
    markup`<li><p><b>${speech.words.work[status]}</b> <span class="f">${time(speech, at)}</span></p>${sayProse(speech, body, (text) => cut(text, characters))}</li>`;
  return markup`<ol class="u" reversed>${updates.toReversed().map(said)}</ol>`;
}

const cut = (text: string, characters: number): string =>
  text.length > characters ? shorten(text, characters) : text;
