import { expect, test } from 'vitest';
import { summaryOf } from '#room/fixtures/summaries.ts';
import type { IncidentSummary, OnCall, OpenPage } from '#room/feed/feed.ts';
import { findUnpaged } from './unpaged.ts';
import { nothingWatched, type Watched } from './watched.ts';

const begun = 1_700_000_000_000;
const shift = (person: string | null, backup: string | null): OnCall => ({
  schedule: 's',
  name: 'Web',
  service: 'shop',
  person,
  backup,
  until: null,
  next: null,
});
const incident = (id: string, rest: Partial<IncidentSummary> = {}) =>
  summaryOf({ id, title: id, declaredAt: begun, severity: 'P1', ...rest });
const watched = (rest: Partial<Watched>, ...incidents: IncidentSummary[]): Watched => ({
  ...nothingWatched,
  pagingSilentSince: begun,
  onCall: [shift('ana', 'bo')],
  incidents: new Map(incidents.map((each) => [each.id, each])),
  ...rest,
});
const found = (...given: Parameters<typeof findUnpaged>) =>
  findUnpaged(...given).map((page) => page.incident);

test('[ES20] while paging is silent, people on call hear of each open P1 that nobody acknowledged', () => {
  const all = [
    incident('open'),
    incident('acknowledged', { acknowledgedAt: begun }),
    incident('over', { status: 'resolved' }),
    incident('drill', { drill: true }),
    incident('lesser', { severity: 'P2' }),
  ];
  expect(found(watched({}, ...all), 'ana')).toEqual(['open']);
  expect(found(watched({}, ...all), 'bo')).toEqual(['open']);
  expect(found(watched({}, ...all), 'cy')).toEqual([]);
  expect(found(watched({}, ...all), null)).toEqual([]);
  expect(found(watched({ pagingSilentSince: null }, ...all), 'ana')).toEqual([]);
  // A page that went out before rings already.
  const pages = [{ incident: 'open', person: 'ana' } as OpenPage];
  expect(found(watched({ pages }, ...all), 'ana')).toEqual([]);
  expect(found(watched({ pages }, ...all), 'bo')).toEqual(['open']);
});
