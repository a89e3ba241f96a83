import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { FactDraft } from '../facts/fact.ts';
import { openRoom } from '../log/room.ts';
import { withoutSaidAlready } from './said-already.ts';

/** A room in which these facts were written one minute after the other. */
function roomWith(...drafts: readonly FactDraft[]) {
  const doc = new Y.Doc();
  const facts = drafts.map((draft, index) => ({
    id: `01JD4Z7Q00000000000000000${index}`,
    at: index * 60_000 + 1,
    noted: index * 60_000 + 1,
    by: index % 2 === 0 ? 'ana' : 'bo',
    ...draft,
  }));
  doc.getArray('facts').push(facts);
  return openRoom(doc).room();
}
const declared = (severity?: 'P1' | 'P2'): FactDraft => ({
  kind: 'declared',
  title: 'Payments are down',
  source: { type: 'person' },
  ...(severity && { severity }),
});
const p1: FactDraft = { kind: 'severity', severity: 'P1' };

test('[CO13] the same severity twice is written once; a reason, another one and a first one are written', () => {
  const left = (room: ReturnType<typeof roomWith>, draft: FactDraft) => withoutSaidAlready(room, [draft]);
  expect(left(roomWith(declared('P1')), p1)).toEqual([]);
  expect(left(roomWith(declared(), p1), p1)).toEqual([]);
  expect(left(roomWith(declared(), p1), { ...p1, why: '' })).toEqual([]);
  expect(left(roomWith(declared(), p1, { kind: 'severity', severity: 'P2' }), p1)).toEqual([p1]);
  expect(left(roomWith(declared('P1')), { ...p1, why: 'it spreads' })).toHaveLength(1);
  expect(left(roomWith(declared('P2')), p1)).toEqual([p1]);
  // Assumed is not set: somebody says so.
  const assumed = roomWith(declared());
  expect(left(assumed, { kind: 'severity', severity: assumed.severity.value })).toHaveLength(1);
});

/** Somebody who knows of no other setting. */
const word = (severity: 'P1' | 'P2'): FactDraft => ({ kind: 'severity', severity, supersedes: [] });

test('[CO13] saying again which of two severities it is settles them, and is written', () => {
  const room = roomWith(declared(), word('P1'), word('P2'));
  expect(room.severity.heads).toHaveLength(2);
  expect(withoutSaidAlready(room, [{ kind: 'severity', severity: room.severity.value }])).toHaveLength(1);
});

test('[CO13] the same status twice is written once, answers to its questions always, and other facts stay', () => {
  const room = roomWith(declared(), { kind: 'status', status: 'identified' });
  const note: FactDraft = { kind: 'note', text: 'x' };
  expect(withoutSaidAlready(room, [{ kind: 'status', status: 'identified' }, note])).toEqual([note]);
  const answered: FactDraft = {
    kind: 'status',
    status: 'identified',
    answers: [{ ask: 'cause', answer: 'yes' }],
  };
  expect(withoutSaidAlready(room, [answered])).toEqual([answered]);
  expect(withoutSaidAlready(room, [{ kind: 'status', status: 'monitoring' }])).toHaveLength(1);
});
