// SP51: RSS 2.0 and Atom (RFC 4287). In `history` one entry per incident and per turn of maintenance: its id never
// changes, and its text holds all updates, newest first. In `updates` one entry per update of an incident, for robots
// that pass each on.
import { hashOf } from '#room/comms/hash.ts';
import { isoTime } from '#room/time/time.ts';
import { pick, range, sayProse, speak, type PageSpeech, time } from '../html/speech.ts';
import { folderOf } from '../html/layout.ts';
import type { Language } from '../languages/index.ts';
import { limits } from '../limits.ts';
import { type Markup, markup, textOf } from '../markup/markup.ts';
import type { Occurrence } from '../maintenance/occurrences.ts';
import type { Texts } from '../schema/fields.ts';
import type { Incident } from '../truth/reports.ts';
import type { StatusPageView } from '../view.ts';

type Entry = { key: string; title: string; link: string; createdAt: number; updatedAt: number; html: string };
const dayMs = 86_400_000;

/** Which entries a feed has, and the name of its file. */
export type FeedName = 'history' | 'updates';

export function rss(view: StatusPageView, language: Language, name: FeedName): string {
  const { speech, entries, self, home, updatedAt } = channelOf(view, language, `${name}.rss`);
  const title = speech.words.title(view.page.name);
  return textOf(markup`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${title}</title>
<link>${home}</link>
<description>${speech.words.history}</description>
<language>${language}</language>
<lastBuildDate>${mailDate(updatedAt)}</lastBuildDate>
<atom:link href="${self}" rel="self" type="application/rss+xml"/>
${entries.map(
  (each) => markup`<item>
<title>${each.title}</title>
<link>${each.link}</link>
<guid isPermaLink="false">${each.key}</guid>
<pubDate>${mailDate(each.updatedAt)}</pubDate>
<description>${each.html}</description>
</item>
`,
)}</channel>
</rss>
`);
}

export function atom(view: StatusPageView, language: Language, name: FeedName): string {
  const { speech, entries, self, home, updatedAt } = channelOf(view, language, `${name}.atom`);
  const { page } = view;
  return textOf(markup`<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
<id>${name === 'history' ? urn('feed', page.id, language) : urn('feed', page.id, language, name)}</id>
<title>${speech.words.title(page.name)}</title>
<updated>${isoTime(updatedAt)}</updated>
<author><name>${page.name}</name></author>
<link rel="self" type="application/atom+xml" href="${self}"/>
<link rel="alternate" type="text/html" href="${home}"/>
${entries.map(
  (each) => markup`<entry>
<id>${urn('entry', page.id, each.key)}</id>
<title>${each.title}</title>
<link rel="alternate" type="text/html" href="${each.link}"/>
<published>${isoTime(each.createdAt)}</published>
<updated>${isoTime(each.updatedAt)}</updated>
<content type="html">${each.html}</content>
</entry>
`,
)}</feed>
`);
}

function channelOf(view: StatusPageView, language: Language, file: string) {
  const speech = speak(view, language, 0);
  const home = view.base + folderOf(speech, language);
  const all = file.startsWith('updates')
    ? view.incidents.flatMap((each) => updateEntries(speech, home, each))
    : [
        ...view.incidents.map((each) => incidentEntry(speech, home, each)),
        ...view.occurrences.filter((each) => isTold(view, each)).map((each) => workEntry(speech, home, each)),
      ];
  const entries = all
    .toSorted((one, other) => other.updatedAt - one.updatedAt || (one.key < other.key ? 1 : -1))
    .slice(0, limits.incidentsTold);
  const updatedAt = entries[0]?.updatedAt ?? view.page.updatedAt;
  return { speech, entries, home, self: home + file, updatedAt };
}

/** A turn of maintenance appears a week before it begins, so that a nightly one does not fill the feed. */
const isTold = ({ now }: StatusPageView, { isCancelled, scheduledFor }: Occurrence): boolean =>
  !isCancelled && scheduledFor <= now + 7 * dayMs;

const titleIn = ({ view, language }: PageSpeech, texts: Texts): string =>
  pick(texts, language, view.page.language).text;

function incidentEntry(speech: PageSpeech, home: string, incident: Incident): Entry {
  const { words } = speech;
  return {
    key: `incident-${incident.id}`,
    title: titleIn(speech, incident.title),
    link: `${home}incidents/${incident.id}/`,
    createdAt: incident.createdAt,
    updatedAt: incident.updatedAt,
    html: told(
      speech,
      incident.updates.map(({ at, status, body }) => ({ at, status: words.status[status], body })),
    ),
  };
}

/** One for each update; a corrected one keeps its id. */
function updateEntries(speech: PageSpeech, home: string, incident: Incident): Entry[] {
  const { status: says } = speech.words;
  return incident.updates.map(({ id, at, editedAt, status, body }) => ({
    key: `update-${id}`,
    title: `${titleIn(speech, incident.title)}: ${says[status]}`,
    link: `${home}incidents/${incident.id}/`,
    createdAt: at,
    updatedAt: Math.max(at, editedAt),
    html: told(speech, [{ at, status: says[status], body }]),
  }));
}

function workEntry(speech: PageSpeech, home: string, each: Occurrence): Entry {
  const { words, view } = speech;
  const { scheduledFor, scheduledUntil, from, to } = each;
  const passed = [each.updatedAt, from, to].filter((at) => at <= view.now);
  const when = range(speech, scheduledFor, scheduledUntil);
  return {
    key: `maintenance-${each.id}`,
    title: `${words.maintenance}: ${titleIn(speech, each.title)}`,
    link: `${home}maintenance/#${each.id}`,
    createdAt: Math.min(each.createdAt, view.now),
    updatedAt: Math.max(Math.min(each.createdAt, view.now), ...passed),
    html:
      told(
        speech,
        each.updates.map(({ at, status, body }) => ({ at, status: words.work[status], body })),
      ) +
      textOf(
        markup`<p><strong>${words.work[each.status]}</strong> - ${when}</p>${each.body !== null && sayProse(speech, each.body)}`,
      ),
  };
}

type Told = { at: number; status: string; body: Texts };
const told = (speech: PageSpeech, updates: readonly Told[]): string =>
  textOf(
    markup`${updates
      .toReversed()
      .map(
        ({ at, status, body }): Markup =>
          markup`<p><strong>${status}</strong> - ${time(speech, at)}</p>${sayProse(speech, body)}`,
      )}`,
  );

const weekdays = 'Thu Fri Sat Sun Mon Tue Wed'.split(' ');
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `Sat, 21 Nov 2026 14:03:20 GMT`, as RSS requires (RFC 822 with a four-digit year). */
function mailDate(at: number): string {
  const [, year, month = '1', day, clock] = /^(\d+)-(\d\d)-(\d\d)T(.*)Z$/u.exec(isoTime(at)) ?? [];
  return `${weekdays[Math.floor(at / dayMs) % 7]}, ${day} ${months[Number(month) - 1]} ${year} ${clock} GMT`;
}

/** An id that stays the same when the page's address changes: a custom UUID (RFC 9562, version 8). */
function urn(...parts: readonly string[]): string {
  const hex = hashOf(JSON.stringify(parts));
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
