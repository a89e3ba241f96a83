import { expect, test } from 'vitest';
import { storyBegan, tellStory } from '../fixtures/story.ts';
import { everythingShown } from './copies/copy-choice.ts';
import { makeCopy } from './copies/copy.ts';
import { buildDocument } from './document/build.ts';
import { checkoutReview } from './fixtures/checkout.ts';
import type { FactDraft } from '../facts/fact.ts';
import { renderMarkdown } from './formats/markdown.ts';
import { impactByService } from './outages.ts';
import { hashOfReview } from './review-state.ts';
import { collectReview, type Review } from './review.ts';
import type { Zone } from './zone.ts';

test('[RV11] how it came to light and who answered is told in prose until somebody writes it', () => {
  expect(checkoutReview().drafted.detection.map(({ text }) => text)).toEqual([
    'The first alert came from Alertmanager at 14:02:02 UTC, 2 min 2 s after customers began to be affected.',
    'One person was paged and one page failed; the first answer came at 14:04:01, 1 min 59 s after the alert.',
    'Customers were first told at 14:04:15, 2 min 13 s after the alert.',
  ]);
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'Shop down', source: { type: 'person' } });
  const detection = (text: string): string => {
    const texts = (name: string) => (name === 'review/detection' ? text : '');
    const review = collectReview({ id: 'x', room: open.room(), texts, names: (id) => id });
    return JSON.stringify(buildDocument(review));
  };
  expect(detection('')).toContain('Nobody was paged; no answer is recorded.');
  expect(detection('We saw it ourselves.')).toContain('We saw it ourselves.');
  expect(detection('We saw it ourselves.')).not.toContain('Nobody was paged');
});

test('[RV11] where a person noticed it, the review says who, when and what for, and counts from the declaration', () => {
  const { write, open, now } = tellStory();
  const noticed = { how: 'customer', who: 'two tickets', at: now() - 25 * 60_000 } as const;
  write('eva', { kind: 'declared', title: 'Shop down', source: { type: 'person' }, noticed });
  write('ana', { kind: 'acknowledged' });
  write('ana', { kind: 'status', status: 'resolved' });
  const { drafted } = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  expect(drafted.detection.map(({ text }) => text)).toEqual([
    'It was noticed by a customer (two tickets) at 04:38:00 UTC and declared at 05:03:01. No alert came before that.',
    'Nobody was paged; the first answer came at 05:03:02, 1 s after the declaration.',
  ]);
  expect(drafted.summary.at(-1)?.text).toContain('resolved at 05:03:03, 2 s after the declaration.');
  expect(JSON.stringify(drafted)).not.toContain('after the first alert');
});

test('[RV11] an incident that was opened again says so in its summary, its key events, its key timestamps and its phases', () => {
  const { write, open, after } = tellStory();
  write('monitor:shop', {
    kind: 'declared',
    title: 'Shop down',
    service: 'shop',
    source: { type: 'monitor', ref: 'shop' },
  });
  write('monitor:shop', { kind: 'check-down', monitor: 'shop', name: 'shop' });
  after(7);
  write('monitor:shop', { kind: 'check-up', monitor: 'shop', name: 'shop' });
  for (const text of ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'])
    write('ana', { kind: 'decision', text });
  after(20);
  write('ana', { kind: 'status', status: 'resolved' });
  const read = () => collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  // Nobody noted an impact: the check says how long.
  expect(read().drafted.summary[0]?.text).toContain(': Shop down; the check “shop” was down for 6 min 59 s.');
  after(60 * 24);
  write('ana', { kind: 'note', text: 'It is slow again.' });
  write('ana', { kind: 'status', status: 'investigating', why: 'the pool is full again.' });
  const again =
    'The incident was resolved at 05:23:01, opened again at 05:03:02 on 5 March (the pool is full again) and';
  expect(read().drafted.summary.at(-1)?.text).toBe(`${again} is not resolved yet.`);
  after(60 * 25);
  write('ana', { kind: 'status', status: 'resolved' });
  const page = renderMarkdown(read());
  expect(page).toContain(`${again} was last resolved at 06:03:01 on 5 March, 1 d 1 h after the first alert.`);
  expect(told(read())).toContain('Opened again: the pool is full again.');
  expect(page).toContain('| 05:23:01 | Resolved for the time being | |');
  expect(page).toContain('| 2026-03-05 05:03:02 | Opened again | the pool is full again. |');
  expect(page.match(/^### (?:After resolution|Opened again)$/gmu)).toEqual([
    '### After resolution',
    '### Opened again',
    '### After resolution',
  ]);
});

test.each([
  ['person', false, 'the incident was declared', 'A person declared it at 05:03:01 UTC.'],
  ['person', true, 'a drill was declared', 'A person declared it at 05:03:01 UTC.'],
  ['report', false, 'a report came by form', 'A report came by form at 05:03:01 UTC.'],
] as const)('[RV11] a %s (drill: %s) is no alert', (type, drill, came, first) => {
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'Shop down', source: { type }, drill });
  const { drafted } = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  expect(drafted.summary[0]?.text).toBe(`On 4 March 2026 at 05:03:01 UTC, ${came}: Shop down.`);
  expect(drafted.detection[0]?.text).toBe(`${first} No alert came before that.`);
});

test('[WD5] the draft of what was no incident says so, and learns nothing from what nobody did', () => {
  const { write, open } = tellStory();
  write('monitor:shop', {
    kind: 'declared',
    title: 'Shop down',
    severity: 'P1',
    source: { type: 'monitor' },
  });
  write('monitor:shop', { kind: 'check-down', monitor: 'shop', name: 'shop' });
  write('server', failed('ana', 'sms'));
  const why = 'the check asked for a wrong address.';
  write('ana', { kind: 'status', status: 'closed', withdrawn: { as: 'false-alarm' }, why });
  const { drafted } = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  expect(drafted.summary.at(-1)?.text).toBe(
    'It was withdrawn at 05:03:04 as a false alarm: the check asked for a wrong address.',
  );
  expect([...drafted.wentWell, ...drafted.improve].map(({ text }) => text)).toEqual([
    'A page by SMS failed: no answer.',
  ]);
});

test('[RV2] what is not recorded is one row of the key timestamps, but for what has a reason', () => {
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'Shop down', source: { type: 'person' } });
  write('ana', { kind: 'status', status: 'resolved' });
  const page = renderMarkdown(
    collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id }),
  );
  const [, rows = ''] = page.split('### Key timestamps');
  expect((rows.split('###')[0] ?? '').match(/^\| not .*$/gmu)).toEqual([
    '| not recorded | Customer impact began; first acknowledged; first internal message; first customer update; first action; first action that helped; cause identified; customer impact ended | |',
    '| not yet | Closed | |',
  ]);
});

const failed = (person: string, channel: string): FactDraft => ({
  kind: 'paged',
  person,
  channel,
  outcome: { ok: false, reason: 'no answer' },
});

test('[RV11] pages that failed are what can be improved, one sentence for each channel', () => {
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'Shop down', source: { type: 'person' } });
  write('server', failed('ana', 'sms'), failed('bo', 'sms'), failed('bo', 'mail'));
  const { drafted } = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  expect(drafted.improve.map(({ text }) => text)).toEqual(
    expect.arrayContaining(['2 pages by SMS failed.', 'A page through mail failed: no answer.']),
  );
  expect(drafted.detection[1]?.text).toBe(
    'Nobody could be paged: three pages failed; no answer is recorded.',
  );
});

test('[RV11] the answers on resolving are in the review, with why it went on without the rest', () => {
  const text = renderMarkdown(checkoutReview());
  for (const words of [
    'Recovery was verified: confirmed, ten orders by hand',
    'No check is down: not confirmed, login page is still down',
    'the login page is its own incident',
  ])
    expect(text).toContain(words);
});

test('[RV11] a customer update that nobody approved is what can be improved, with the reason', () => {
  expect(checkoutReview().drafted.improve.map(({ text }) => text)).toContain(
    'Customer update 2 was sent without an approval: nobody could approve within five minutes.',
  );
});

test('[RV11] customers who were told of an outage, and not what will change, are what can be improved once it is closed', () => {
  const { write, open } = tellStory();
  const read = () => {
    const review = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
    return review.drafted.improve.map(({ text }) => text);
  };
  const owed = 'Customers were not told afterwards what will change.';
  write('ana', { kind: 'declared', title: 'Shop down', source: { type: 'person' } });
  write('ana', { kind: 'draft', draft: 'a', audience: 'customers', stage: 'resolved' });
  write('ana', { kind: 'sent', draft: 'a', channel: 'E-mail', text: 'It works again.', stage: 'resolved' });
  write('ana', { kind: 'status', status: 'resolved' });
  expect(read()).not.toContain(owed);
  write('ana', { kind: 'status', status: 'closed' });
  expect(read()).toContain(owed);
  write('ana', { kind: 'sent', draft: 'a', channel: 'E-mail', text: 'We add a test.', stage: 'follow-up' });
  expect(read()).not.toContain(owed);
});

test('[RV11] nothing is said of a follow-up where nobody outside was told', () => {
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'Shop down', severity: 'P3', source: { type: 'person' } });
  write('ana', { kind: 'status', status: 'closed' });
  const { drafted } = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  expect(JSON.stringify(drafted.improve)).not.toContain('afterwards');
});

const timesOf = (zone?: Zone) => {
  const room = tellStory().open.room();
  const review = collectReview({ id: 'x', room, texts: () => '', names: (id) => id, ...(zone && { zone }) });
  return buildDocument(review).facts.find(({ name }) => name === 'Times')?.value;
};
test('[RV1] the head names the zone, and the offset of one that has another', () => {
  expect(timesOf()).toBe('UTC');
  expect(timesOf({ name: 'Europe/Berlin', offsetMinutes: 60 })).toBe('Europe/Berlin (UTC+01:00)');
});

/** The key events as the document prints them. */
const told = (review: Review) => {
  const timeline = buildDocument(review).sections.find(({ heading }) => heading === 'Timeline');
  return JSON.stringify(timeline?.blocks);
};

test('[RV25] writers leave key events out, add others and tell them in their own words; the record stays', async () => {
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'Shop down', source: { type: 'person' } });
  const [decision, note] = [
    write('ana', { kind: 'decision', text: 'Roll back, Bo agrees' })[0]!,
    write('bo', { kind: 'note', text: 'the pool is full' })[0]!,
  ];
  for (let more = 0; more < 12; more += 1) write('bo', { kind: 'action', text: `Tried ${more}` });
  const read = () => collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  expect(told(read())).toContain('Roll back, Bo agrees');
  expect(told(read())).not.toContain('the pool is full');
  const before = hashOfReview(open.room(), () => '');
  write('ana', { kind: 'review', story: { event: decision.id, isIn: false } });
  write('ana', { kind: 'review', story: { event: note.id, isIn: true } });
  write('ana', { kind: 'review', story: { event: note.id, words: 'No connection was left' } });
  const written = read();
  expect(told(written)).toContain('No connection was left');
  expect(told(written)).not.toMatch(/Roll back|the pool is full/u);
  // The full timeline says what was noted, and who agreed agreed to the story.
  expect(renderMarkdown(written)).toMatch(/Decided: Roll back, Bo agrees[^]*the pool is full/u);
  expect(hashOfReview(open.room(), () => '')).not.toBe(before);
  // The words of a writer are hidden in copies, and go with an entry that is left out.
  const hidden = { ...everythingShown, hide: 'connection' };
  expect(told(makeCopy(written, hidden).review)).toContain('No customer A was left');
  const without = makeCopy(written, { ...everythingShown, without: note.id });
  expect(JSON.stringify(without.review)).not.toContain('No connection');
  write('ana', { kind: 'review', story: { event: note.id, words: '' } });
  expect(told(read())).toContain('the pool is full');
});

test('[RV2] what happened in the same second is one row of the page, and no name or note is lost', () => {
  const page = renderMarkdown(checkoutReview());
  expect(page).toContain('| 14:02:02 | First alert; declared | it opened the incident |');
  expect(page).toContain('| First action that helped | Rolled back checkout to v411: it helped |');
});

test.each([
  ['monitor', 'he first alert came', 'From the first alert to resolved.'],
  ['report', ' report came by form', 'From the report to resolved.'],
  ['person', 'he incident was declared', 'From the declaration to resolved.'],
] as const)(
  '[RV2] what came before the impact is no fault, and is named as it was: a %s',
  (type, came, counts) => {
    const { write, open, now } = tellStory();
    write('ana', { kind: 'declared', title: 'Disk fills', source: { type } });
    write('ana', { kind: 'impact-began', at: now() + 180_000 });
    const review = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
    expect(review.metrics.find(({ id }) => id === 'detect')).toMatchObject({ ms: null, isAhead: true });
    expect(review.missing.filter((words) => words.includes('is invalid'))).toEqual([]);
    const ahead = `${came} 3 min before customers were affected`;
    const [low, high] = type === 'report' ? ['a', 'A'] : ['t', 'T'];
    expect(renderMarkdown(review)).toContain(`before impact (${low}${ahead})`);
    expect(renderMarkdown(review)).toContain(counts);
    expect(review.drafted.wentWell.map(({ text }) => text)).toContain(`${high}${ahead}.`);
  },
);

const fails = (monitor: string, more = {}): FactDraft => ({
  kind: 'check-down',
  monitor,
  name: monitor,
  ...more,
});

test('[RV2] a check that is only degraded is not said to be down, unless it became worse', () => {
  const { write, open } = tellStory();
  write('monitor:shop', fails('shop', { degraded: true }));
  write('monitor:login', fails('login', { degraded: true }));
  write('ana', { kind: 'declared', title: 'Shop down', source: { type: 'person' } });
  write('monitor:login', fails('login'));
  write('ana', { kind: 'status', status: 'resolved' });
  const review = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  expect(renderMarkdown(review)).toContain(
    'the check “login” is still down and the check “shop” is still degraded',
  );
  expect(review.drafted.improve.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      'The check “shop” was still degraded when the incident was resolved.',
      'The check “login” was still down when the incident was resolved.',
    ]),
  );
});

const at = (minutes: number): number => storyBegan + minutes * 60_000;

test('[RV26] the impact names each service whose checks were down, and for how long at least one was', () => {
  const { write, open } = tellStory();
  const tell = (minutes: number, kind: 'check-down' | 'check-up', monitor: string, service?: string) =>
    write(`monitor:${monitor}`, {
      kind,
      monitor,
      name: monitor,
      at: at(minutes),
      ...(service && { service }),
    });
  write('ana', { kind: 'declared', title: 'Shop down', source: { type: 'person' } });
  tell(0, 'check-down', 'a', 'shop');
  tell(5, 'check-down', 'b', 'shop');
  tell(6, 'check-down', 'noted by an older version');
  tell(7, 'check-down', 'c', 'mail');
  tell(10, 'check-up', 'a');
  tell(20, 'check-up', 'b');
  tell(30, 'check-down', 'a', 'shop');
  tell(34, 'check-up', 'a');
  const review = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  expect(impactByService(review.outages)).toMatchObject([
    { service: 'shop', from: at(0), until: at(34), downMs: 24 * 60_000, checks: ['a', 'b'] },
    { service: 'mail', from: at(7), until: null, downMs: null, checks: ['c'] },
  ]);
  expect(renderMarkdown(review)).toContain('| shop | 05:03:00 | 05:37:00 | 24 min | a, b |');
});

test.each([
  ['paused', 'not recorded'],
  ['removed', 'not recorded'],
  [undefined, '05:13:00'],
] as const)(
  '[RV26] [NU10] a check that was %s while it was down is not said to be down still',
  (ended, until) => {
    const { write, open } = tellStory();
    write('ana', { kind: 'declared', title: 'Shop down', source: { type: 'person' } });
    write('monitor:a', fails('a', { service: 'shop', at: at(0) }));
    write('monitor:a', { kind: 'check-up', monitor: 'a', name: 'a', at: at(10), ...(ended && { ended }) });
    const review = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
    const [, row = ''] = /^\| shop \| 05:03:00 \| ([^|]*) \|/mu.exec(renderMarkdown(review)) ?? [];
    expect(row).toBe(until);
    write('monitor:b', fails('b', { service: 'shop', at: at(20) }));
    const later = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
    expect(renderMarkdown(later)).toContain('| shop | 05:03:00 | still down |');
  },
);

const linesOf = (...first: readonly (readonly [by: string, draft: FactDraft])[]) => {
  const { write, open, now } = tellStory();
  for (const [by, draft] of first) write(by, draft);
  write('ana', { kind: 'note', text: 'A shop had called.', at: now() - 3 * 60_000 });
  const { timeline } = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  return [timeline.origin?.label, timeline.lines[0]?.phase];
};
test('[RV2] what was before a person declared is told as that: the appendix names no alert that never was', () => {
  const declared = { kind: 'declared', title: 'Shop down', source: { type: 'person' } } as const;
  expect(linesOf(['ana', declared])).toEqual(['The declaration', 'Before the declaration']);
  expect(linesOf(['intake:form', { ...declared, source: { type: 'report' } }])).toEqual([
    'The report',
    'Before the report',
  ]);
  const down: FactDraft = { kind: 'check-down', monitor: 'shop', name: 'shop' };
  expect(linesOf(['monitor:shop', down], ['ana', declared])).toEqual([
    'First alert',
    'Before the first alert',
  ]);
});
