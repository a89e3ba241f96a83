import { type Shown, statusOfShown, type ComponentStatus } from '../levels.ts';
import { type Markup, markup } from '../markup/markup.ts';
import { shorten } from '../text.ts';
import type { ComponentChange, Incident, IncidentUpdate } from '../truth/reports.ts';
import {
  letterOf,
  range,
  sayArticle,
  sayLine,
  sayProse,
  spanOf,
  type PageSpeech,
  time,
  weave,
} from './speech.ts';

const shownOfStatus = Object.fromEntries(
  Object.entries(statusOfShown).map(([shown, status]) => [status, shown]),
) as Record<ComponentStatus, Shown>;
const shownOfImpact = {
  none: 'unknown',
  minor: 'degraded',
  major: 'partial',
  critical: 'major',
} as const;

export const incidentPath = (incident: Incident): string => `incidents/${incident.id}/`;
const linkTo = (speech: PageSpeech, incident: Incident): string =>
  `${speech.home}${incidentPath(incident)}index.html`;

/** How much of an open incident is on the first page: all of it, or as much as fits (SP3). */
export type Telling = { incidents: number; updates: number; characters: number };
export const everything: Telling = { incidents: Infinity, updates: Infinity, characters: Infinity };

export function openIncidents(speech: PageSpeech, telling: Telling): Markup | false {
  const { view, words } = speech;
  if (view.open.length === 0) return false;
  const rest = view.open.length - telling.incidents;
  return markup`<section aria-labelledby="i"><h2 id="i">${words.openIncidents}</h2>${worstFirst(view.open)
    .slice(0, telling.incidents)
    .map((incident) =>
      openIncident(speech, incident, telling),
    )}${rest > 0 && markup`<p><a class="q" href="${speech.home}history/index.html">${words.more(rest)}</a></p>`}</section>`;
}

const impacts = ['none', 'minor', 'major', 'critical'] as const;
/** Incidents of equal impact stay in their order, newest first. */
const worstFirst = (open: readonly Incident[]): Incident[] =>
  open.toSorted((one, other) => impacts.indexOf(other.impact) - impacts.indexOf(one.impact));

function openIncident(speech: PageSpeech, incident: Incident, telling: Telling): Markup {
  const { updates, characters } = telling;
  const { words } = speech;
  const isCut =
    incident.updates.length > updates ||
    incident.updates.some(({ body }) => Object.values(body).some((text) => text.length > characters));
  return markup`<article class="e1 ${letterOf[shownOfImpact[incident.impact]]}"><h3><a href="${linkTo(speech, incident)}">${sayLine(speech, incident.title, updates === 0 ? 100 : Infinity)}</a></h3>${updates > 0 && summary(speech, incident)}${updates > 0 && updateList(speech, incident, telling)}${isCut && markup`<p><a class="q" href="${linkTo(speech, incident)}">${words.readAll}</a></p>`}</article>`;
}

/** Impact, start or the whole time, and affected components. */
export function summary(speech: PageSpeech, incident: Incident): Markup {
  const { words } = speech;
  const names = [...incident.components.keys()]
    .map((id) => speech.view.find(id)?.name)
    .filter((name) => name !== undefined);
  const { startedAt, resolvedAt } = incident;
  const impact = words.impact[incident.impact];
  const when =
    resolvedAt === null
      ? markup`${impact} · ${weave(words.began, time(speech, startedAt))}`
      : markup`${words.status.resolved} · ${impact} · ${range(speech, startedAt, resolvedAt)} (${words.span(spanOf(resolvedAt - startedAt))})`;
  return markup`<p class="f">${when}</p>${names.length > 0 && markup`<p class="f">${words.affects(names.slice(0, 12).join(', '))}${names.length > 12 && ' …'}</p>`}`;
}

/** SP144: the newest review of an incident; undefined without one. */
const reviewIn = ({ updates }: Incident): IncidentUpdate | undefined =>
  updates.findLast(({ status }) => status === 'postmortem');

/** SP144: the review as an article of its own, with its pictures; the updates of the time follow it. */
export function reviewArticle(speech: PageSpeech, incident: Incident): Markup | false {
  const review = reviewIn(incident);
  if (review === undefined) return false;
  const { status, at, editedAt, body, pictures } = review;
  const { words } = speech;
  return markup`<section class="j" id="review" aria-labelledby="r"><h2 id="r">${words.status[status]}</h2><p class="f">${time(speech, at)}${editedAt > at && markup` (${weave(words.edited, time(speech, editedAt))})`}</p>${sayArticle(speech, body)}${pictures.map(({ alt, data }) => markup`<figure><img src="${data}" alt="${alt}"><figcaption class="f" dir="auto">${alt}</figcaption></figure>`)}</section>`;
}

/** The updates of the time, under their own heading when a review stands above them. */
export function updatesBelow(speech: PageSpeech, incident: Incident): Markup {
  const review = reviewIn(incident);
  if (review === undefined) return markup`<div class="j">${updateList(speech, incident)}</div>`;
  const others = { ...incident, updates: incident.updates.filter((each) => each !== review) };
  if (others.updates.length === 0) return markup``;
  return markup`<h2>${speech.words.updates}</h2><div class="j">${updateList(speech, others)}</div>`;
}

/** Newest first. */
function updateList(
  speech: PageSpeech,
  incident: Incident,
  { updates, characters }: Telling = everything,
): Markup {
  const newest = incident.updates.toReversed().slice(0, updates);
  const shortened = (text: string) => (text.length > characters ? shorten(text, characters) : text);
  return markup`<ol class="u" reversed>${newest.map((update) => markup`<li>${heading(speech, update)}${sayProse(speech, update.body, shortened)}${changes(speech, update.changes)}</li>`)}</ol>`;
}

const heading = (speech: PageSpeech, { status, at, editedAt }: IncidentUpdate): Markup =>
  markup`<p><b>${speech.words.status[status]}</b> <span class="f">${time(speech, at)}${editedAt > at && markup` (${weave(speech.words.edited, time(speech, editedAt))})`}</span></p>`;

function changes({ view, words }: PageSpeech, list: readonly ComponentChange[]): Markup | false {
  // Components that changed alike are named together.
  const alike = Map.groupBy(list, ({ from, to }) => `${from} ${to}`);
  const known = [...alike.values()].flatMap((some) => {
    const names = some.flatMap(({ component }) => view.find(component)?.name ?? []);
    const [first] = some;
    if (names.length === 0 || first === undefined) return [];
    const said = `${names.slice(0, 12).join(', ')}${names.length > 12 ? ' …' : ''}`;
    const { from, to } = first;
    return [words.changed(said, words.shown[shownOfStatus[from]], words.shown[shownOfStatus[to]])];
  });
  if (known.length === 0) return false;
  return markup`<p class="f">${known.slice(0, 12).join(' · ')}${known.length > 12 && ' …'}</p>`;
}

type Line = {
  /** The most characters of its last update; 0: without it. */
  characters: number;
  /** Whether the list has a heading above it. */
  isUnderHeading: boolean;
};

/** Its status and time are those of the incident, which the summary tells. */
const saysEnd = ({ resolvedAt }: Incident, { status, at, editedAt }: IncidentUpdate): boolean =>
  status === 'resolved' && at === resolvedAt && editedAt <= at;

/** One incident in the history. */
export function pastIncident(speech: PageSpeech, incident: Incident, line: Line): Markup {
  const last = incident.updates.at(-1);
  const name = markup`<a href="${linkTo(speech, incident)}">${sayLine(speech, incident.title)}</a>`;
  const words =
    last !== undefined &&
    line.characters > 0 &&
    markup`<div class="j">${saysEnd(incident, last) ? false : heading(speech, last)}${sayProse(speech, last.body, (text) => shorten(text, line.characters))}</div>`;
  return markup`<li>${line.isUnderHeading ? markup`<h3>${name}</h3>` : markup`<h2>${name}</h2>`}${summary(speech, incident)}${words}</li>`;
}
