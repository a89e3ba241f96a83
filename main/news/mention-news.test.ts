import { expect, test } from 'vitest';
import type { IncidentSummary } from '#room/feed/feed.ts';
import type { FeedMessage } from '#wire/feed/messages.ts';
import { createMentionFilter } from './mention-news.ts';

const began = 1_700_000_000_000;
const mention = (fact: string, noted: number) => ({
  person: 'ana',
  fact,
  by: 'bo',
  noted,
  text: '@Ana look',
});
const incident = (...mentions: ReturnType<typeof mention>[]): FeedMessage => ({
  type: 'incident',
  incident: { id: 'a', title: 'Down', mentions } as unknown as IncidentSummary,
});
const snapshot = (now: number, message: FeedMessage): FeedMessage =>
  ({
    type: 'snapshot',
    snapshot: { now, incidents: message.type === 'incident' ? [message.incident] : [] },
  }) as unknown as FeedMessage;

test('[TH5] a mention is news once, if it was written after this desktop first looked', () => {
  const filter = createMentionFilter();
  const facts = (message: FeedMessage) => filter(message).map(({ mention: { fact } }) => fact);
  expect(facts(snapshot(began, incident(mention('old', began - 1))))).toEqual([]);
  expect(facts(incident(mention('old', began - 1)))).toEqual([]);
  expect(facts(incident(mention('new', began + 5)))).toEqual(['new']);
  expect(facts(incident(mention('new', began + 5)))).toEqual([]);
  // What a team sends late was written before; what was missed while the feed was away was not.
  expect(facts(incident(mention('late', began - 60_000)))).toEqual([]);
  expect(facts(snapshot(began + 9_000, incident(mention('missed', began + 8_000))))).toEqual(['missed']);
  // Struck out, the one before stands again: nobody is told of it twice.
  expect(facts(incident(mention('new', began + 5)))).toEqual([]);
});

test('[TH5] a peer of an earlier version tells of no mentions', () => {
  expect(createMentionFilter()({ type: 'incident', incident: { id: 'a' } as IncidentSummary })).toEqual([]);
});
