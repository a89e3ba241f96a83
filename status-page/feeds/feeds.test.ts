import { XMLParser, XMLValidator } from 'fast-xml-parser';
import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import Parser from 'rss-parser';
import { expect, test } from 'vitest';
import {
  exampleMaintenance,
  exampleNow,
  exampleUpdates,
  fileOf,
  hourMs,
  makeInput,
} from '../fixtures/example.ts';
import { renderStatusPage } from '../render.ts';
import { bytesOf } from '../text.ts';

const files = renderStatusPage(makeInput());
const parse = (text: string) => new Parser().parseString(text);

test('[SP51] RSS is read by a reader: one item each, newest first, with all its updates', async () => {
  const feed = await parse(fileOf(files, 'history.rss'));
  expect(feed.title).toBe('Acme & Söhne status');
  expect(feed.link).toBe('https://status.acme.test/');
  const dates = feed.items.map(({ isoDate = '' }) => isoDate);
  expect(dates).toEqual(dates.toSorted().toReversed());
  const pay = feed.items.find(({ guid }) => guid === 'incident-pay-fails');
  expect(pay).toMatchObject({
    title: 'Payments fail',
    link: 'https://status.acme.test/incidents/pay-fails/',
    isoDate: '2026-11-21T13:22:20.000Z',
  });
  const words = pay?.content ?? '';
  expect(words.indexOf('A certificate expired.')).toBeGreaterThan(-1);
  expect(words.indexOf('A certificate expired.')).toBeLessThan(words.indexOf('One payment in four'));
  expect(words).toContain('<strong>Identified</strong>');
});

test('[SP51] RSS has what its specification demands', () => {
  for (const [path, language] of [
    ['history.rss', 'en'],
    ['de/history.rss', 'de'],
  ] as const) {
    const text = fileOf(files, path);
    expect(XMLValidator.validate(text)).toBe(true);
    const { rss } = new XMLParser({ ignoreAttributes: false, parseTagValue: false }).parse(text) as {
      rss: { '@_version': string; channel: Record<string, unknown> & { item: Record<string, unknown>[] } };
    };
    expect(rss['@_version']).toBe('2.0');
    expect(rss.channel).toMatchObject({
      link: expect.any(String),
      description: expect.any(String),
      language,
    });
    for (const item of rss.channel.item) {
      expect(item['guid']).toMatchObject({ '@_isPermaLink': 'false' });
      expect(item['pubDate']).toMatch(
        /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/u,
      );
      // Luxon refuses a weekday that does not fit its date.
      expect(DateTime.fromRFC2822(String(item['pubDate'])).isValid).toBe(true);
    }
  }
});

test('[SP51] Atom has what RFC 4287 demands, and a reader reads it', async () => {
  const text = fileOf(files, 'fr/history.atom');
  expect(XMLValidator.validate(text)).toBe(true);
  const { feed } = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === 'entry' }).parse(
    text,
  ) as {
    feed: Record<string, unknown> & { entry: Record<string, unknown>[] };
  };
  expect(feed).toMatchObject({
    '@_xml:lang': 'fr',
    id: expect.stringMatching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/u),
    author: { name: 'Acme & Söhne' },
  });
  const ids = feed.entry.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const entry of feed.entry)
    for (const key of ['id', 'title', 'updated', 'published', 'content', 'link'])
      expect(entry[key]).toBeDefined();
  const read = await parse(text);
  expect(read.items[0]?.link).toContain('https://status.acme.test/fr/');
});

const guids = (text: string) => [...text.matchAll(/<guid[^>]*>([^<]*)/gu)].map(([, guid = '']) => guid);

test('[SP51] an entry keeps its id when it is updated, and the feed its bytes when nothing changed', () => {
  const later = makeInput({ now: exampleNow + 30_000, sequence: 42 });
  expect(fileOf(renderStatusPage(later), 'history.rss')).toBe(fileOf(files, 'history.rss'));
  const more = [
    ...exampleUpdates,
    { id: 'u9', incident: 'pay-fails', at: exampleNow - 1_000, status: 'resolved', body: 'Over.' },
  ];
  expect(new Set(guids(fileOf(renderStatusPage(makeInput({ updates: more })), 'history.rss')))).toEqual(
    new Set(guids(fileOf(files, 'history.rss'))),
  );
});

type Event = { uid: string; summary: string; start: number; end: number; sequence: number; status: string };
function readCalendar(text: string): Event[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as ConstructorParameters<typeof ICAL.Component>[0]);
  return calendar.getAllSubcomponents('vevent').map((each) => {
    const event = new ICAL.Event(each);
    return {
      uid: event.uid,
      summary: event.summary,
      start: event.startDate.toJSDate().getTime(),
      end: event.endDate.toJSDate().getTime(),
      sequence: event.sequence,
      status: String(each.getFirstPropertyValue('status')),
    };
  });
}

test('[SP44] the calendar is read by a reader: an event for each turn, at its instants', () => {
  const text = fileOf(files, 'maintenance.ics');
  // RFC 5546: what is published has an organizer, and nobody here is one.
  expect(text).not.toMatch(/^(?:METHOD|ORGANIZER)/m);
  const events = readCalendar(text);
  const move = events.find(({ summary }) => summary === 'Move of the website');
  expect(move).toMatchObject({
    start: exampleNow - 33 * 60_000,
    end: exampleNow + 57 * 60_000,
    sequence: 2,
    status: 'CONFIRMED',
  });
  const upgrades = events.filter(({ summary }) => summary === 'Database upgrade; all of it');
  expect(upgrades.length).toBeGreaterThan(20);
  // 02:00 by the wall in Berlin on both sides of the change of the clocks.
  const hours = new Set(upgrades.map(({ start }) => Math.floor(start / hourMs) % 24));
  expect(hours).toEqual(new Set([0, 1]));
  expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
});

test('[SP44] calendar lines end in CRLF and have at most 75 octets, whatever is written', () => {
  const [upgrade] = exampleMaintenance;
  const title = '日本語のメンテナンス🚒, with; signs\\ '.repeat(7).trim();
  const body = `First line\nBEGIN:VEVENT\r\nUID:evil\n${'ß'.repeat(300)}`;
  const text = fileOf(
    renderStatusPage(makeInput({ maintenance: [{ ...upgrade, title, body }] })),
    'maintenance.ics',
  );
  const lines = text.split('\r\n');
  expect(lines.at(-1)).toBe('');
  expect(lines.every((line) => bytesOf(line) <= 75)).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
  expect(text).toBe(text.toWellFormed());
  const events = readCalendar(text);
  expect(events.every(({ summary }) => summary === title)).toBe(true);
  expect(events.some(({ uid }) => uid === 'evil')).toBe(false);
});

test('[SP43] a moved turn keeps its UID, a cancelled one is told as cancelled', () => {
  const upgrade = exampleMaintenance[0] as (typeof exampleMaintenance)[0] & { schedule: object };
  const start = '2026-11-29T02:00';
  const before = readCalendar(fileOf(files, 'maintenance.ics'));
  const at = 1_795_914_000_000;
  const original = before.find((each) => each.start === at);
  const change = (exception: object) =>
    readCalendar(
      fileOf(
        renderStatusPage(
          makeInput({
            maintenance: [
              {
                ...upgrade,
                revision: 1,
                schedule: { ...upgrade.schedule, exceptions: [{ start, ...exception }] },
              },
            ],
          }),
        ),
        'maintenance.ics',
      ),
    ).find(({ uid }) => uid === original?.uid);
  expect(change({ from: at + 3_600_000, minutes: 30 })).toMatchObject({
    start: at + 3_600_000,
    end: at + 90 * 60_000,
    sequence: 1,
  });
  expect(change({ cancelled: true })).toMatchObject({ start: at, status: 'CANCELLED' });
});

test('[SP52] badges tell the state, in a picture and to shields.io', () => {
  expect(JSON.parse(fileOf(files, 'badge.json'))).toEqual({
    schemaVersion: 1,
    label: 'Acme & Söhne',
    message: 'Partial outage',
    color: '#c4560b',
  });
  expect(JSON.parse(fileOf(files, 'badges/pay.json'))).toMatchObject({
    label: 'Payments',
    message: 'Major outage',
  });
  for (const [path, text] of files)
    if (path.endsWith('.svg')) expect(XMLValidator.validate(text), path).toBe(true);
  expect(fileOf(files, 'badges/pay.svg')).toContain('aria-label="Payments: Major outage"');
});

test('[SP53] the frame needs no script, and the small script writes text alone', () => {
  const frame = fileOf(files, 'de/embed.html');
  expect(frame).not.toContain('<script');
  expect(frame).toContain('Zahlungen schlagen fehl');
  const widget = fileOf(files, 'widget.js');
  expect(widget).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval/u);
  expect(widget.replace(/^\/\*.*\*\/$/mu, '')).not.toContain('http');
});
