import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { wordEntry } from '../account/wording.ts';
import { catchUp } from '../catch-up/catch-up.ts';
import { isDraft, type FactDraft } from './fact.ts';
import { storyBegan, tellStory } from '../fixtures/story.ts';
import { fold } from '../fold/fold.ts';
import { collectInsights } from '../insights/insights.ts';
import { measureIncident } from '../insights/measure.ts';
import { buildDocument } from '../pir/document/build.ts';
import { collectReview } from '../pir/review.ts';
import { runsOf } from '../playbooks/playbook-statistics.ts';
import { findReviewDue } from '../pir/review-state.ts';
import { FactRefused, openRoom } from '../log/room.ts';
import { sayFact } from './say.ts';
import { summarize } from '../feed/summary.ts';
import { planUndo } from '../log/undo.ts';

const other = '01JEXAMP1E0000000000000042';
const names = (id: string) => ({ ana: 'Ana', bo: 'Bo' })[id] ?? id;
const closed = (withdrawn: FactDraft<'status'>['withdrawn'], why?: string): FactDraft => ({
  kind: 'status',
  status: 'closed',
  withdrawn,
  ...(why === undefined ? {} : { why }),
});
const falseAlarm = closed({ as: 'false-alarm' }, 'the probe was broken');
const duplicate = closed({ as: 'duplicate', duplicateOf: other, number: 'INC-42' });
const mistake = closed({ as: 'mistake' });

function begin(...drafts: readonly FactDraft[]) {
  const story = tellStory();
  story.write('ana', { kind: 'declared', title: 'Down', severity: 'P1', source: { type: 'person' } });
  for (const draft of drafts) story.write('ana', draft);
  return { ...story, room: () => story.open.room() };
}

test('[WD1] a withdrawn incident is closed and says why; reopened it is an incident again', () => {
  const { room, write, now } = begin({ kind: 'status', status: 'investigating' });
  expect(room().withdrawn).toBeNull();
  const [fact] = write('bo', falseAlarm);
  expect(room().status.value).toBe('closed');
  expect(room().withdrawn).toEqual({
    fact: fact!.id,
    as: 'false-alarm',
    duplicateOf: null,
    number: null,
    why: 'the probe was broken',
    by: 'bo',
    at: fact!.at,
  });
  const plan = planUndo(room(), 'bo', now());
  if (plan.can) write('bo', plan.draft);
  expect([room().withdrawn, room().status.value]).toEqual([null, 'investigating']);
  write('bo', duplicate);
  expect(room().withdrawn).toMatchObject({ as: 'duplicate', duplicateOf: other, number: 'INC-42' });
  write('ana', { kind: 'status', status: 'investigating', why: 'it is real' });
  expect([room().withdrawn, room().closedAt]).toEqual([null, null]);
  write('ana', mistake);
  write('ana', { kind: 'status', status: 'closed', why: 'it was one, and is done' });
  expect([room().withdrawn, room().status.value]).toEqual([null, 'closed']);
});

test('[WD1] its reason can be corrected', () => {
  const { room, write } = begin();
  const [fact] = write('ana', falseAlarm);
  write('ana', { kind: 'amended', target: fact!.id, text: 'the probe had no network' });
  expect(room().withdrawn).toMatchObject({ as: 'false-alarm', why: 'the probe had no network' });
});

test('[WD1] people who withdraw it and work on it in two partitions lose no word, and both see the conflict', () => {
  const { open, write } = begin({ kind: 'status', status: 'investigating' });
  const away = new Y.Doc();
  Y.applyUpdate(away, Y.encodeStateAsUpdate(open.doc));
  const there = openRoom(away);
  let count = 0;
  const pen = {
    by: 'bo',
    now: () => storyBegan + 60_000,
    makeId: () => `01JB${`${count++}`.padStart(22, '0')}`,
  };
  there.append(
    [
      { kind: 'note', text: 'I see errors' },
      { kind: 'status', status: 'identified' },
    ],
    pen,
  );
  write('ana', falseAlarm);
  Y.applyUpdate(open.doc, Y.encodeStateAsUpdate(away));
  Y.applyUpdate(away, Y.encodeStateAsUpdate(open.doc));
  expect(there.room()).toEqual(open.room());
  const room = open.room();
  expect(room.withdrawn?.as).toBe('false-alarm');
  expect(room.status.heads.map(({ value }) => value).toSorted()).toEqual(['closed', 'identified']);
  expect(room.timeline.map(({ fact }) => 'text' in fact && fact.text)).toContain('I see errors');
  expect(fold(open.doc.getArray('facts').toArray().toReversed())).toEqual(room);
});

test('[WD1] of two reasons given at once the one given first stands, on every screen', () => {
  const { open } = begin();
  const heads = open.room().status.heads.map(({ id }) => id);
  const at = (by: string, noted: number, id: string, draft: FactDraft) =>
    ({ ...draft, id, by, at: noted, noted, supersedes: heads }) as unknown;
  const facts = [
    ...open.doc.getArray('facts').toArray(),
    at('ana', storyBegan + 5_000, '01JC0000000000000000000001', mistake),
    at('bo', storyBegan + 4_000, '01JC0000000000000000000002', duplicate),
  ];
  expect(fold(facts).withdrawn?.as).toBe('duplicate');
  expect(fold(facts.toReversed())).toEqual(fold(facts));
});

test.each([
  [{ as: 'duplicate' }, 'withdrawn.duplicateOf', 'the id of the incident'],
  [{ as: 'duplicate', duplicateOf: 'INC-42' }, 'withdrawn.duplicateOf', 'the id of an incident'],
  [{ as: 'mistake', duplicateOf: other }, 'withdrawn.duplicateOf', 'for a duplicate alone'],
  [{ as: 'boring' }, 'withdrawn.as', 'one of false-alarm, duplicate, mistake'],
])('[WD1] %j is refused with the field and what was expected', (withdrawn, field, expected) => {
  const { write, room } = begin();
  const draft: unknown = { kind: 'status', status: 'closed', withdrawn };
  const writeIt = () => isDraft(draft) && write('ana', draft);
  expect(writeIt).toThrow(FactRefused);
  try {
    writeIt();
  } catch (error) {
    const { errors } = error as FactRefused;
    expect(errors[0]).toMatchObject({ field, expected: expect.stringContaining(expected) });
  }
  expect(room().timeline).toHaveLength(1);
});

test('[WD1] it is withdrawn by being closed, and by no other status', () => {
  const { write, open } = begin();
  const draft = { kind: 'status', status: 'monitoring', withdrawn: { as: 'mistake' } } as const;
  expect(() => write('ana', draft)).toThrow(/status: expected closed/);
  const raw = { ...draft, id: other, by: 'ana', at: storyBegan + 9_000, noted: storyBegan + 9_000 };
  expect(fold([...open.doc.getArray('facts').toArray(), raw]).withdrawn).toBeNull();
});

test('[WD1] the timeline, the review and the catch-up say it in words', () => {
  const { room, write, open, now } = begin();
  const had = room();
  const [alarm] = write('ana', falseAlarm);
  const find = (id: string) => room().timeline.find((entry) => entry.id === id)?.fact;
  expect(sayFact(alarm!, names)).toBe('Ana withdrew the incident, a false alarm: the probe was broken');
  expect(wordEntry(alarm!, { names, find }).text).toBe('Withdrawn, a false alarm. The probe was broken');
  const [copy] = write('ana', duplicate);
  expect(sayFact(copy!, names)).toBe('Ana withdrew the incident, a duplicate of INC-42');
  const [slip] = write('ana', mistake);
  expect(sayFact(slip!, names)).toBe('Ana withdrew the incident, declared by mistake');
  const told = catchUp({
    had,
    now: room(),
    person: 'bo',
    leftAt: storyBegan,
    at: now(),
    names,
    sayTime: String,
  });
  expect(JSON.stringify(told)).toContain('withdrawn, declared by mistake');
  const review = collectReview({ id: 'x', room: room(), texts: (name) => open.text(name).toJSON(), names });
  expect(JSON.stringify(buildDocument(review))).toContain(
    'This was no incident: it was declared by mistake.',
  );
});

test('[WD5] it stays out of the numbers and of the reviews that are owed', () => {
  const steps = [{ id: 'a', text: 'Look' }];
  const { room, write } = begin(
    { kind: 'checklist', title: 'First', playbook: 'first', steps },
    { kind: 'status', status: 'resolved' },
  );
  expect(findReviewDue(room())).not.toBeNull();
  expect(runsOf(room())).toHaveLength(1);
  write('ana', falseAlarm);
  expect(findReviewDue(room())).toBeNull();
  expect(runsOf(room())).toEqual([]);
  const measured = measureIncident('x', room())!;
  const period = { from: storyBegan - 1_000, to: storyBegan + 3_600_000 };
  const insights = collectInsights([measured], period, { now: period.to });
  expect(insights).toMatchObject({
    incidents: [],
    count: { now: 0 },
    updates: { kept: 0, missed: 0 },
    services: [],
    excluded: { drills: [], withdrawn: ['x'] },
  });
  expect(insights.phases.flatMap(({ dots }) => dots)).toEqual([]);
});

test('[WD6] a row of the list says why, cut short, and nothing where it is an incident', () => {
  const { room, write } = begin();
  expect(summarize('x', room())).not.toHaveProperty('withdrawn');
  write('ana', closed({ as: 'false-alarm' }, 'a'.repeat(300)));
  const { status, withdrawn, review } = summarize('x', room())!;
  expect([status, withdrawn?.as, review]).toEqual(['closed', 'false-alarm', null]);
  expect(withdrawn!.why!.length).toBeLessThanOrEqual(200);
});
