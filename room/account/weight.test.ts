import { describe, expect, test } from 'vitest';
import { factKinds, type Fact, type FactKind } from '../facts/fact.ts';
import type { Entry } from '../view/room-view.ts';
import { makeRoom } from './testing.ts';
import { isHousekeeping, weighEntry, type Weight } from './weight.ts';

/** What each kind weighs as it usually comes. */
const usual: Record<FactKind, Weight> = {
  declared: 'key',
  retitled: 'work',
  severity: 'key',
  status: 'key',
  impact: 'work',
  'impact-began': 'key',
  'impact-ended': 'key',
  acknowledged: 'work',
  numbered: 'talk',
  restricted: 'key',
  unrestricted: 'key',
  joined: 'talk',
  claimed: 'work',
  released: 'work',
  'handover-offered': 'work',
  'handover-accepted': 'work',
  'check-down': 'work',
  'check-up': 'work',
  change: 'work',
  'page-asked': 'work',
  paged: 'work',
  note: 'talk',
  decision: 'key',
  observation: 'work',
  confirmed: 'talk',
  key: 'talk',
  action: 'work',
  graded: 'work',
  hypothesis: 'work',
  'hypothesis-changed': 'talk',
  experiment: 'work',
  finding: 'work',
  task: 'work',
  'task-accepted': 'talk',
  'task-done': 'work',
  checklist: 'work',
  step: 'talk',
  'step-started': 'talk',
  'step-assigned': 'talk',
  'step-approved': 'work',
  draft: 'talk',
  approved: 'work',
  sent: 'key',
  link: 'talk',
  attachment: 'talk',
  review: 'talk',
  'action-item': 'work',
  'action-item-changed': 'talk',
  amended: 'talk',
  retracted: 'talk',
};
const natural = new Set([
  'declared',
  'severity',
  'status',
  'impact-began',
  'impact-ended',
  'acknowledged',
  'handover-accepted',
  'check-down',
  'check-up',
  'decision',
  'action',
  'sent',
  'restricted',
  'unrestricted',
]);

const entryOf = (fact: object, more: Partial<Entry> = {}): Entry => {
  const full = { id: 'x', at: 0, noted: 0, by: 'ana', ...fact } as unknown as Fact;
  return {
    id: 'x',
    fact: full,
    at: 0,
    noted: 0,
    by: 'ana',
    isKey: natural.has(full.kind),
    isSystem: false,
    original: null,
    amendedBy: [],
    retracted: null,
    grade: null,
    replies: 0,
    confirmedBy: [],
    ...more,
  };
};

const graded = (outcome: string) => ({ grade: { outcome } as Fact<'graded'> });

describe('[TL2] weights', () => {
  test('every kind has one', () => {
    expect(Object.keys(usual).toSorted()).toEqual([...factKinds].toSorted());
    const weighed = factKinds.map((kind) => [
      kind,
      weighEntry(entryOf({ kind, role: 'scribe', as: 'primary' })),
    ]);
    expect(Object.fromEntries(weighed)).toEqual(usual);
  });

  test('taking command, giving it up and taking it over are key events, by anybody', () => {
    const claimed = { kind: 'claimed', role: 'commander' };
    expect(weighEntry(entryOf({ ...claimed, as: 'primary' }, { isKey: true }))).toBe('key');
    expect(weighEntry(entryOf({ ...claimed, as: 'backup' }))).toBe('work');
    // A release is no key event by nature, and still it is about command.
    expect(weighEntry(entryOf({ kind: 'released', role: 'commander' }))).toBe('key');
    const offer = { kind: 'handover-offered', role: 'commander' } as Fact;
    expect(weighEntry(entryOf({ kind: 'handover-accepted', target: 'o' }), () => offer)).toBe('key');
  });

  test('an action is key once it helped', () => {
    expect(weighEntry(entryOf({ kind: 'action' }, graded('helped')))).toBe('key');
    expect(weighEntry(entryOf({ kind: 'action' }, graded('made-worse')))).toBe('work');
  });

  test('marks by people decide about key events; struck-out entries are talk', () => {
    expect(weighEntry(entryOf({ kind: 'note' }, { isKey: true }))).toBe('key');
    expect(weighEntry(entryOf({ kind: 'decision' }, { isKey: false }))).toBe('work');
    expect(weighEntry(entryOf({ kind: 'decision' }, { retracted: {} as Fact<'retracted'> }))).toBe('talk');
    expect(weighEntry(entryOf({ kind: 'of-tomorrow' }))).toBe('talk');
  });
});

test('[TL3] housekeeping is what the fold calls so, and roles other than command', () => {
  const { add, room } = makeRoom();
  add('declared', 'ana', 0, { title: 'x', source: { type: 'person' } });
  add('joined', 'bo', 1, { name: 'Bo' });
  add('claimed', 'bo', 2, { role: 'commander', person: 'bo', as: 'primary' });
  add('claimed', 'cy', 3, { role: 'scribe', person: 'cy', as: 'primary' });
  add('released', 'cy', 4, { role: 'scribe', person: 'cy' });
  add('released', 'bo', 5, { role: 'commander', person: 'bo' });
  expect(room().timeline.map((entry) => isHousekeeping(entry))).toEqual([
    false,
    true,
    false,
    true,
    true,
    false,
  ]);
});
