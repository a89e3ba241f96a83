import { expect, test } from 'vitest';
import type { IncidentSummary, OpenPage } from '#room/feed/feed.ts';
import type { FeedMessage } from '#wire/feed/messages.ts';
import { seenMessages } from './seen-messages.ts';

const secret = { id: 'secret', restricted: { teams: [], people: ['di'] } } as unknown as IncidentSummary;
const page = (id: string, incident: string, person = 'di'): OpenPage => ({
  id,
  incident,
  person,
  at: 0,
  step: 1,
  policy: 'All',
  reason: 'declared',
});
const pages = (...all: readonly OpenPage[]): FeedMessage => ({ type: 'pages', pages: all });
const problems = (...incidents: readonly string[]) =>
  ({ type: 'problems', problems: [{ id: 'p', title: 'Disks', incidents }] }) as unknown as FeedMessage;
const tasks = (incident: string | null, outcome = 'failed') =>
  ({
    type: 'recurring-tasks',
    recurringTasks: [{ id: 't', last: { outcome, incident } }],
  }) as unknown as FeedMessage;
const follow = (id: string, restricted: () => IncidentSummary[] = () => [secret], teams: string[] = []) =>
  seenMessages({ restricted, isWithheld: () => false }, () => ({ id, role: 'responder', teams }));
const viewOf = (id: string, restricted?: () => IncidentSummary[]) => {
  const { see } = follow(id, restricted);
  return (message: FeedMessage, before: IncidentSummary | null) => see(message, before)[0] ?? null;
};

test('[TM2] no message tells somebody outside that something about a restricted incident changed', () => {
  const outside = viewOf('cy');
  const inside = viewOf('di');
  const open = page('o', 'open');
  expect(outside(pages(open), null)).toEqual(pages(open));
  expect(inside(pages(open), null)).toEqual(pages(open));
  for (const hidden of [pages(open, page('s', 'secret')), pages(open, page('t', 'secret')), pages(open)]) {
    expect(outside(hidden, null)).toBeNull();
    expect(inside(hidden, null)).toEqual(hidden);
  }
  expect(outside(pages(), null)).toEqual(pages());
  expect(outside(problems('open'), null)).toEqual(problems('open'));
  expect(outside(problems('open', 'secret'), null)).toBeNull();
  expect(outside(problems(), null)).toEqual(problems());
  expect(outside(tasks(null), null)).toEqual(tasks(null));
  expect(outside(tasks('secret'), null)).toBeNull();
  expect(outside(tasks('secret', 'skipped'), null)).toEqual(tasks(null, 'skipped'));
  expect(inside(tasks('secret'), null)).toEqual(tasks('secret'));
  expect(outside(tasks('open'), null)).toEqual(tasks('open'));
});

test('[TM4] a page of one’s own arrives without its words, also where the incident is restricted only later', () => {
  let restricted: IncidentSummary[] = [];
  const cy = viewOf('cy', () => restricted);
  const [own, other] = [page('a', 'secret', 'cy'), page('b', 'secret')];
  expect(cy(pages(own, other), null)).toEqual(pages(own, other));
  restricted = [secret];
  expect(cy(pages(own, other), null)).toEqual(pages({ ...own, text: null }));
  expect(cy(pages(own), null)).toBeNull();
  restricted = [];
  expect(cy(pages(own), null)).toEqual(pages(own));
});

test('[TM3] lists that name an incident follow its restriction at once, and so does a change of teams', () => {
  const open = { id: 'secret' } as unknown as IncidentSummary;
  const teams: string[] = [];
  const team = {
    id: 'secret',
    restricted: { teams: [{ id: 't', name: 'T' }], people: [] },
  } as unknown as IncidentSummary;
  let now = open;
  const cy = follow('cy', () => (now.restricted ? [now] : []), teams);
  for (const message of [tasks('secret'), problems('secret', 'open'), pages(page('p', 'secret'))])
    expect(cy.see(message, null)).toEqual([message]);
  const incident = (before: IncidentSummary | null) => cy.see({ type: 'incident', incident: now }, before);
  // Nothing about a restriction: no list is sent.
  expect(incident(open)).toEqual([{ type: 'incident', incident: open }]);
  now = team;
  const hidden = [pages(), problems('open'), tasks(null)];
  expect(incident(open)).toEqual([{ type: 'incident-hidden', id: 'secret' }, ...hidden]);
  expect(incident(team)).toEqual([]);
  teams.push('t');
  const shown = [pages(page('p', 'secret')), problems('secret', 'open'), tasks('secret')];
  const [outside, inside] = [[], ['t']].map((each) => ({
    id: 'cy',
    role: 'responder' as const,
    teams: each,
  }));
  if (!outside || !inside) throw new Error('two seers');
  expect(cy.changeOfSight(outside, inside)).toEqual([{ type: 'incident', incident: team }, ...shown]);
  teams.pop();
  expect(cy.changeOfSight(inside, outside)).toEqual([{ type: 'incident-hidden', id: 'secret' }, ...hidden]);
  expect(cy.changeOfSight(outside, outside)).toEqual([]);
  now = open;
  expect(incident(team)).toEqual([{ type: 'incident', incident: open }, ...shown]);
});
