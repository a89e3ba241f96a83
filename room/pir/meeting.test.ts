import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import { dayStart } from '../time/time.ts';
import { attendeesOf, renderMeeting, type MeetingSources } from './meeting.ts';

const at = dayStart(2026, 3, 6) + 13 * 3_600_000;
const names: Record<string, string> = { ana: 'Ana "the \u0007bell" Reyes', bo: 'Bo Sæther', cy: 'Cy; Young' };
const mails: Record<string, string> = { ana: 'ana@example.org', cy: 'cy@example.org' };

function told() {
  const story = tellStory();
  story.write(
    'ana',
    {
      kind: 'declared',
      title: 'Checkout, refunds; fail\nfor half',
      severity: 'P1',
      source: { type: 'person' },
    },
    { kind: 'claimed', role: 'commander', person: 'ana', as: 'primary' },
  );
  story.write('server', { kind: 'numbered', number: 'INC-7' });
  story.write(
    'bo',
    { kind: 'note', text: 'It is the cache' },
    { kind: 'action-item', text: 'Warm the cache' },
  );
  return story;
}

const render = (more: Partial<MeetingSources> = {}) => {
  const story = told();
  return renderMeeting({
    id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    room: story.open.room(),
    meeting: { at, minutes: 45, facilitator: 'cy' },
    names: (person) => names[person] ?? person,
    mailOf: (person) => mails[person] ?? null,
    organizer: 'ana',
    link: 'https://muster.example.org/#/room/01ARZ3NDEKTSV4RRFFQ69G5FAV',
    now: story.now(),
    ...more,
  });
};

function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as ConstructorParameters<typeof ICAL.Component>[0]);
  return new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined);
}

test('[RS6] a calendar reads when it is, what it is about, and who is invited', () => {
  const event = read(render());
  expect(event.startDate.toJSDate().getTime()).toBe(at);
  expect(event.endDate.toJSDate().getTime()).toBe(at + 45 * 60_000);
  expect(event.summary).toBe('Review of INC-7 Checkout, refunds; fail for half');
  expect(event.organizer).toBe('mailto:ana@example.org');
  const invited = event.attendees.map((each) => [each.getFirstValue(), each.getFirstParameter('role')]);
  expect(invited).toEqual([
    ['mailto:cy@example.org', 'CHAIR'],
    ['mailto:ana@example.org', 'REQ-PARTICIPANT'],
  ]);
  expect(event.attendees[1]?.getFirstParameter('cn')).toBe('Ana  the  bell  Reyes');
  expect(event.description).toContain('Cy; Young leads it.');
  expect(event.description).toContain('1 open, 1 of them without an owner or a date');
  expect(event.description).toContain('In the incident: Ana "the  bell" Reyes, Bo Sæther');
  expect(event.description).toContain('Ana "the  bell" Reyes (Commander)');
});

test('[RS6] every line fits 75 octets, and ends as RFC 5545 has it', () => {
  const text = render({ names: () => 'Þórður '.repeat(40) });
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
  const lines = text.split('\r\n');
  expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
});

test('[RS6] a meeting has no attendees when its caller has no address, and names everybody', () => {
  const event = read(render({ organizer: 'bo', meeting: { at, minutes: 60, facilitator: null } }));
  expect([event.organizer, event.attendees.length]).toEqual([null, 0]);
  expect(event.description).toContain('Nobody leads it yet');
  expect(event.description).toContain('Bo Sæther');
});

test.each([15, 45, 60, 240])(
  '[RS6] the agenda of %i minutes gives each point its time, and all of it',
  (minutes) => {
    const { description } = read(render({ meeting: { at, minutes, facilitator: null } }));
    const times = [...description.matchAll(/^\d\. .* \((\d+) min\)$/gmu)].map(([, time]) => Number(time));
    expect(times).toHaveLength(5);
    expect(Math.min(...times)).toBeGreaterThan(1);
    expect(times.reduce((sum, time) => sum + time)).toBe(minutes);
  },
);

test('[RS6] people who wrote or held a role were in the incident; machines were not', () => {
  const story = told();
  story.write('monitor:01ARZ3NDEKTSV4RRFFQ69G5FAV', { kind: 'note', text: 'up' });
  story.write('ana', { kind: 'claimed', role: 'scribe', person: 'dee', as: 'primary' });
  expect(attendeesOf(story.open.room())).toEqual(['ana', 'bo', 'dee']);
});
