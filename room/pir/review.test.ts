import { expect, test } from 'vitest';
import type { FactDraft } from '../facts/fact.ts';
import { fold } from '../fold/fold.ts';
import { makeFacts } from '../fixtures/histories.ts';
import { createRandom } from '../fixtures/random.ts';
import { storyBegan, tellStory } from '../fixtures/story.ts';
import { readDay } from '../time/time.ts';
import { buildDocument } from './document/build.ts';
import { checkoutReview } from './fixtures/checkout.ts';
import { collectReview, type Review } from './review.ts';
import { sayDuration, zoneAt, type Zone } from './zone.ts';

const at = (minutes: number, seconds = 0): number => storyBegan + (minutes * 60 + seconds) * 1_000;

/** A review of facts that people and machines wrote, each at its minute. */
function reviewOf(
  facts: readonly (readonly [by: string, minute: number, draft: FactDraft])[],
  zone?: Zone,
): Review {
  const { write, open } = tellStory();
  for (const [by, minute, draft] of facts) write(by, { ...draft, at: draft.at ?? at(minute) });
  return collectReview({
    id: 'x',
    room: open.room(),
    texts: () => '',
    names: (id) => id,
    ...(zone && { zone }),
  });
}
test('[TA3] a repeating task is one line in a review: how often it was done and missed', () => {
  const { write, open } = tellStory();
  write('ana', declared);
  const [task] = write('ana', {
    kind: 'task',
    text: 'check the queue',
    owner: 'bo',
    everyMs: 600_000,
    at: at(1),
  });
  for (const [turn, minute] of [11, 21, 45].entries())
    write('bo', { kind: 'task-done', target: task!.id, turn: turn + 1, at: at(minute) });
  write('ana', { kind: 'status', status: 'resolved', at: at(50) });
  const review = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  expect(review.tasks).toMatchObject([{ repeats: { everyMs: 600_000, done: 3, missed: 1 } }]);
  expect(review.missing.join()).not.toContain('check the queue');
  const said = JSON.stringify(buildDocument(review));
  expect(said).toContain('check the queue (bo): every 10 min, done 3 times, missed 1');
  expect(said).not.toContain('Task done: “check the queue');
});

const declared: FactDraft = {
  kind: 'declared',
  title: 'Shop down',
  severity: 'P1',
  source: { type: 'person' },
};
const down = (monitor: string): FactDraft => ({ kind: 'check-down', monitor, name: monitor });
const up = (monitor: string): FactDraft => ({ kind: 'check-up', monitor, name: monitor });
const status = (word: 'resolved' | 'closed' | 'investigating'): FactDraft => ({
  kind: 'status',
  status: word,
});
const metric = (review: Review, id: string) => review.metrics.find((each) => each.id === id);
const stamp = (review: Review, label: string) => review.timestamps.find((each) => each.label === label);
const improveText = (name: string): string =>
  name === 'review/improve' ? 'Answer eve@example.com sooner.' : '';
const everyText = (name: string): string => (name.startsWith('review/') ? 'Written.' : '');
const promise = (next: number): FactDraft => ({ kind: 'draft', draft: 'c', audience: 'customers', next });
const sent = (text: string): FactDraft => ({ kind: 'sent', draft: 'c', channel: 'mail', text });
const textOf = (review: Review): string => JSON.stringify(buildDocument(review));

test('[RV2] a person who declares before a check fails is the first alert, and no time is below zero', () => {
  const review = reviewOf([
    ['ana', 0, declared],
    ['ana', 2, { kind: 'acknowledged' }],
    ['monitor:shop', 12, down('shop')],
    ['ana', 1, { kind: 'impact-began', at: at(-3) }],
  ]);
  expect(stamp(review, 'First alert')).toMatchObject({ at: at(0), note: 'the declaration by a person' });
  expect(metric(review, 'acknowledge')?.ms).toBe(120_000);
  expect(metric(review, 'detect')?.ms).toBe(180_000);
});

test('[RV2] an end before its start is invalid and listed, never a number', () => {
  const review = reviewOf([
    ['monitor:shop', 0, down('shop')],
    ['ana', 1, declared],
    ['ana', 5, { kind: 'impact-began' }],
    ['ana', 6, { kind: 'impact-ended', at: at(3) }],
  ]);
  expect(metric(review, 'impact')).toMatchObject({ ms: null, state: 'invalid' });
  expect(review.missing.filter((words) => words.includes('is invalid'))).toHaveLength(1);
  expect(review.drafted.summary.map(({ text }) => text).join(' ')).not.toMatch(/ -\d/u);
});

test('[RV2] no review of generated rooms has a time below zero or one that its two instants do not give', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const room = fold(makeFacts(createRandom(seed), 60));
    const review = collectReview({ id: 'x', room, texts: () => '', names: (id) => id });
    for (const { ms, state, from, until, isPending, isAhead } of review.metrics) {
      const [start, end] = [stamp(review, from)?.at, stamp(review, until)?.at];
      if (state === 'counted') expect(ms, `seed ${seed} ${until}`).toBe((end ?? 0) - (start ?? 0));
      else expect(ms).toBeNull();
      // No figure is missing that the key timestamps below it give, and both wait for the same end.
      if (isAhead) expect(end, `seed ${seed} ${until}`).toBeLessThan(start ?? 0);
      else if (state === 'not recorded') expect([start, end], `seed ${seed} ${until}`).toContain(null);
      if (isPending) expect(stamp(review, until)?.isPending, `seed ${seed} ${until}`).toBe(true);
      expect(ms ?? 0).toBeGreaterThanOrEqual(0);
    }
    const recovered = stamp(review, 'Recovered')?.at ?? null;
    const running = review.outages.filter(
      ({ from, until }) => recovered !== null && from < recovered && (until ?? Infinity) > recovered + 1_000,
    );
    if (recovered !== null && room.impactEndedAt !== null) expect(running, `seed ${seed}`).toEqual([]);
  }
});

test('[RV2] nothing has recovered while a check is down, whatever somebody noted of the impact', () => {
  const review = reviewOf([
    ['monitor:shop', 0, down('shop')],
    ['monitor:login', 1, down('login')],
    ['ana', 2, declared],
    ['monitor:shop', 10, up('shop')],
    ['ana', 10, { kind: 'impact-ended' }],
    ['ana', 15, status('resolved')],
  ]);
  expect(stamp(review, 'Recovered')).toMatchObject({ at: null, note: 'the check “login” is still down' });
  expect(metric(review, 'recover')).toMatchObject({
    ms: null,
    state: 'not recorded',
    note: 'the check “login” is still down',
  });
  expect(review.drafted.improve.map(({ text }) => text)).toContain(
    'The check “login” was still down when the incident was resolved.',
  );
});

test('[RV2] a check that came back after the impact had ended moves recovered to when it did', () => {
  const review = reviewOf([
    ['monitor:shop', 0, down('shop')],
    ['ana', 2, declared],
    ['ana', 10, { kind: 'impact-ended' }],
    ['monitor:shop', 40, up('shop')],
    ['ana', 15, status('resolved')],
  ]);
  expect(stamp(review, 'Recovered')).toMatchObject({ at: at(40) });
});

test('[RV2] a check that fails again after resolving does not move recovered', () => {
  const review = reviewOf([
    ['monitor:shop', 0, down('shop')],
    ['ana', 2, declared],
    ['monitor:shop', 20, up('shop')],
    ['ana', 30, status('resolved')],
    ['monitor:shop', 300, down('shop')],
    ['monitor:shop', 305, up('shop')],
  ]);
  expect(stamp(review, 'Recovered')?.at).toBe(at(20));
});

test('[RV2] a check that was paused while it was down was not seen to recover', () => {
  const review = reviewOf([
    ['monitor:shop', 0, down('shop')],
    ['ana', 2, declared],
    ['server', 9, { kind: 'check-up', monitor: 'shop', name: 'shop', ended: 'paused' }],
    ['ana', 15, status('resolved')],
  ]);
  expect(stamp(review, 'Recovered')).toMatchObject({
    at: null,
    note: 'the check “shop” was paused while it was down',
  });
});

test('[RV2] a duration is the difference of the two times that are printed', () => {
  const review = reviewOf([
    ['ana', 0, { ...declared, at: at(0) + 999 }],
    ['ana', 24, { kind: 'acknowledged', at: at(24) }],
    ['ana', 41, { ...status('resolved'), at: at(41) + 1 }],
  ]);
  expect(sayDuration(metric(review, 'acknowledge')?.ms ?? 0)).toBe('24 min');
  expect(sayDuration(metric(review, 'resolve')?.ms ?? 0)).toBe('41 min');
});

test.each([
  [0, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_661_000, '1 h 1 min 1 s'],
  [86_400_000 + 3_600_000 + 59_000, '1 d 1 h'],
])('[RV2] %d ms reads %s', (ms, words) => {
  expect(sayDuration(ms)).toBe(words);
});

test('[RV2] from alert to resolved is still stated after closing', () => {
  const review = reviewOf([
    ['ana', 0, declared],
    ['ana', 41, status('resolved')],
    ['ana', 1_200, status('closed')],
  ]);
  expect(metric(review, 'resolve')?.ms).toBe(41 * 60_000);
  expect(metric(review, 'close')?.ms).toBe(1_200 * 60_000);
});

test('[RV2] the server’s message to a channel is the first internal message; a page to one person is none', () => {
  const review = reviewOf([
    ['ana', 0, declared],
    ['server', 1, { kind: 'paged', person: 'bo', channel: 'sms', outcome: { ok: true } }],
    ['server', 2, { kind: 'paged', channel: '#away', outcome: { ok: false } }],
    ['server', 3, { kind: 'paged', channel: '#incidents', outcome: { ok: true } }],
    ['bo', 8, { kind: 'draft', draft: 'i', audience: 'Internal' }],
    ['bo', 8, { kind: 'sent', draft: 'i', channel: 'chat', text: 'Hello' }],
  ]);
  expect(stamp(review, 'First internal message')).toMatchObject({
    at: at(3),
    note: 'automatic, to #incidents',
  });
});

test('[RV2] a message without a known audience is neither a customer update nor an internal message', () => {
  const review = reviewOf([
    ['ana', 0, declared],
    ['bo', 8, { kind: 'sent', draft: 'lost', channel: 'mail', text: 'Hello' }],
  ]);
  expect(stamp(review, 'First internal message')?.at).toBeNull();
  expect(stamp(review, 'First customer update')?.at).toBeNull();
  expect(review.messages).toMatchObject([{ side: 'unknown', audience: 'not recorded' }]);
});

test('[RV2] the first action that helped is not the first action, which says how it was judged', () => {
  const { write, open } = tellStory();
  write('ana', declared);
  const [first] = write('cy', { kind: 'action', text: 'Restarted it', at: at(5) });
  const [second] = write('cy', { kind: 'action', text: 'Rolled it back', at: at(9) });
  write('cy', { kind: 'graded', target: first?.id ?? '', outcome: 'no-effect' });
  write('cy', { kind: 'graded', target: second?.id ?? '', outcome: 'helped' });
  const review = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  expect(stamp(review, 'First action')).toMatchObject({
    at: at(5),
    note: 'Restarted it: it had no effect',
  });
  expect(stamp(review, 'First action that helped')).toMatchObject({
    at: at(9),
    note: 'Rolled it back: it helped',
  });
  expect(stamp(review, 'Action: Rolled it back')).toBeUndefined();
});

test('[RV2] every customer update, every action and every change is among the key timestamps', () => {
  const review = checkoutReview();
  const change = 'Change: Deployed checkout v412 to production';
  for (const label of ['First customer update', 'Customer update 2', 'First action', change])
    expect(stamp(review, label), label).toBeDefined();
  for (const { text } of review.actions) {
    const rows = review.timestamps.filter(({ label, note }) => `${label} ${note}`.includes(text));
    expect(rows, text).toHaveLength(1);
  }
});

test('[RV2] severity is the peak, with its history', () => {
  const { severity } = checkoutReview();
  expect(severity).toMatchObject({ peak: 'P1', final: 'P3' });
  expect(severity.history.map((each) => each.severity)).toEqual(['P2', 'P1', 'P3']);
  expect(textOf(checkoutReview())).toContain('P1 at its peak, P3 at the end');
});

test('[RV8] a reporter’s address is in no copy of the review, wherever it was repeated', () => {
  const { write, open } = tellStory();
  const report = 'Reported: eve@example.com cannot pay\nSince noon.\nFrom Eve Adams, Eve@Example.com.';
  write('intake:form', { kind: 'declared', title: 'eve@example.com cannot pay', source: { type: 'report' } });
  write('intake:form', { kind: 'observation', text: report });
  write('ana', { kind: 'note', text: 'Wrote to eve@example.com (EVE@EXAMPLE.COM); bo@example.com is ours' });
  write('ana', { kind: 'status', status: 'identified', why: 'card of eve@example.com expired' });
  const review = collectReview({ id: 'x', room: open.room(), texts: improveText, names: (id) => id });
  const all = `${JSON.stringify(review)} ${textOf(review)}`;
  expect(all).not.toMatch(/eve@example/iu);
  expect(all).not.toContain('Eve Adams');
  expect(all).toContain('bo@example.com');
  expect(all).toContain('[address withheld]');
});

test('[RV7] all missing parts are one list for the writer, and a review with such a list is a draft', () => {
  const review = checkoutReview();
  expect(review.isDraft).toBe(true);
  expect(review.missing).toContain('Task left open: Find out how many orders were paid but not recorded');
  expect(textOf(review)).not.toMatch(/nobody has written/iu);
  const open = reviewOf([['ana', 0, declared]]);
  expect(open.missing).toContain('Close the incident when its review and prevention are done.');
  expect(open.missing).toContain('When customer impact began, or that there was none.');
  const noSeverity = 'Its severity, which nobody set; P3 is only the default.';
  expect(open.missing).not.toContain(noSeverity);
  const { missing } = reviewOf([['ana', 0, { kind: 'declared', title: 'x', source: { type: 'person' } }]]);
  expect(missing).toContain(noSeverity);
});

test('[RV7] a review of a closed incident with everything written is no draft', () => {
  const { write, open } = tellStory();
  write('ana', declared, { kind: 'impact-began' });
  write('ana', { kind: 'impact-ended' }, status('resolved'));
  const [item] = write('ana', { kind: 'action-item', text: 'Add an alert', owner: 'ana', due: at(9_000) });
  write('ana', status('closed'));
  expect(item).toBeDefined();
  const review = collectReview({ id: 'x', room: open.room(), texts: everyText, names: (id) => id });
  expect(review.missing).toEqual([]);
  expect(review.isDraft).toBe(false);
  expect(buildDocument(review).sections[0]?.heading).toBe('Executive Summary');
});

test('[RV11] the cause that was named and the hypothesis that was supported are in the review', () => {
  const review = checkoutReview();
  expect(review.namedCause?.text).toBe('v412 leaks database connections');
  expect(review.cause?.text).toBe('v412 leaks database connections');
  expect(review.drafted.summary[1]?.text).toContain(
    'a test confirmed the cause, “v412 leaks database connections”',
  );
  expect(review.hypotheses.map(({ verdict }) => verdict)).toEqual(['refuted', 'supported']);
});

test('[RV11] a cause that was only named on resolving is the cause too', () => {
  const answers = [{ ask: 'The cause is named', answer: 'yes' as const, text: 'Logs filled the disk' }];
  const review = reviewOf([
    ['ana', 0, declared],
    ['ana', 9, { kind: 'status', status: 'resolved', why: 'watched for ten minutes', answers }],
  ]);
  expect(review.cause?.text).toBe('Logs filled the disk');
});

test('[RV11] every drafted sentence names facts of the room, and the summary has three at most', () => {
  for (const review of [checkoutReview(), ...[1, 2, 3, 4, 5, 6, 7, 8].map((seed) => generated(seed))]) {
    const known = new Set((review.record.facts as { id: string }[]).map(({ id }) => id));
    const { summary, detection, wentWell, improve } = review.drafted;
    expect(summary.length).toBeLessThanOrEqual(3);
    for (const { text, facts } of [...summary, ...detection, ...wentWell, ...improve]) {
      expect(text).not.toBe('');
      for (const id of facts) expect(known.has(id)).toBe(true);
      // What is missing is told by no fact.
      if (!/^(?:Nobody held|No customer update)/u.test(text)) expect(facts.length, text).toBeGreaterThan(0);
    }
  }
});

const generated = (seed: number): Review =>
  collectReview({
    id: 'x',
    // Nobody chose the key events.
    room: fold(makeFacts(createRandom(seed), 200).filter((fact) => !('story' in fact))),
    texts: () => '',
    names: (id) => id,
  });

test('[RV1] the story has 8 to 15 key events where there are that many', () => {
  for (const review of [checkoutReview(), ...[1, 2, 3, 4, 5, 6].map((seed) => generated(seed))]) {
    const keys = review.timeline.lines.filter(({ isKey }) => isKey).length;
    expect(keys).toBeGreaterThanOrEqual(Math.min(8, review.timeline.lines.length));
    expect(keys).toBeLessThanOrEqual(15);
  }
});

test('[RV12] no line of the timeline begins with the name of a person, and the product says nothing of itself', () => {
  const { timeline } = checkoutReview();
  for (const { text } of timeline.lines) expect(text).not.toMatch(/^(?:Ana|Bo|Cy|Dee|Muster)\b/u);
  expect(textOf(checkoutReview())).not.toMatch(/nothing open fits|Muster told|drafts an update|Reported: /u);
  expect(timeline.lines.find(({ text }) => text.startsWith('Decided'))?.doer).toEqual({
    role: 'Commander',
    person: 'Ana Ruiz',
  });
});

test('[RV1] a message that several channels took is one message, with who approved it', () => {
  const { messages } = checkoutReview();
  expect(messages.map(({ channels }) => channels.length)).toEqual([2, 1, 1]);
  expect(messages[0]).toMatchObject({ number: 1, side: 'external', approvedBy: 'Ana Ruiz' });
  expect(messages[1]?.override).toBe('nobody could approve within five minutes');
});

test('[RV1] a promised update is on time, late, not sent, or not owed any more', () => {
  const review = reviewOf([
    ['ana', 0, declared],
    ['bo', 1, promise(at(20))],
    ['bo', 2, sent('one')],
    ['bo', 18, promise(at(30))],
    ['bo', 19, sent('two')],
    ['bo', 34, promise(at(50))],
    ['bo', 35, sent('three')],
  ]);
  expect(review.promises.map(({ state }) => state)).toEqual(['on time', 'late', 'not sent']);
  expect(review.promises[1]?.lateMs).toBe(5 * 60_000);
  expect(checkoutReview().promises.map(({ state }) => state)).toEqual(['late']);
});

test('[RV1] [FO9] a promise that resolving ended stays ended after the incident is reopened', () => {
  const review = reviewOf([
    ['ana', 0, declared],
    ['bo', 1, { kind: 'draft', draft: 'c', audience: 'customers' }],
    ['bo', 2, sent('Cards fail. Next update in 20 minutes.')],
    ['ana', 10, status('resolved')],
    ['ana', 300, status('investigating')],
    ['bo', 305, sent('Cards fail again. Next update in 20 minutes.')],
    ['bo', 320, sent('Cards work.')],
  ]);
  expect(review.promises.map(({ state }) => state)).toEqual(['resolved before', 'on time']);
  expect(review.promises.map(({ promisedAt }) => promisedAt)).toEqual([at(22), at(325)]);
});

test('[RV3] one zone with the offset of the beginning, also across a change of the clocks', () => {
  // 2026-10-25: Berlin goes back from +02:00 to +01:00 at 01:00 UTC.
  const began = (readDay('2026-10-25') ?? 0) + 30 * 60_000;
  const zone = zoneAt('Europe/Berlin', began);
  expect(zone).toEqual({ name: 'Europe/Berlin', offsetMinutes: 120 });
  const { write, open } = tellStory(undefined, began);
  write('ana', { ...declared, at: began }, { ...status('resolved'), at: began + 3_600_000 });
  const review = collectReview({
    id: 'x',
    room: open.room(),
    texts: () => '',
    names: (id) => id,
    zone: zone ?? { name: 'UTC', offsetMinutes: 0 },
  });
  const text = textOf(review);
  expect(text).toContain('Europe/Berlin (UTC+02:00)');
  expect(text).toContain('02:30:00');
  expect(text).toContain('03:30:00');
});

test.each(['Mars/Base', '', 'Europe/Berlin; drop'])('[RV3] %j is no zone', (name) => {
  expect(zoneAt(name, 0)).toBeNull();
});
test.each([
  ['Asia/Kolkata', 330],
  ['America/New_York', -300],
  ['UTC', 0],
])('[RV3] %s has its offset in minutes', (name, offsetMinutes) => {
  expect(zoneAt(name, readDay('2026-01-15') ?? 0)?.offsetMinutes).toBe(offsetMinutes);
});
