import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import { acknowledgementUndoMs, mistakeMs, planCallOff, planUndo } from './undo.ts';

function begin() {
  const story = tellStory();
  story.write('ana', { kind: 'joined', name: 'Ana' });
  story.write('ana', { kind: 'declared', title: 'Down', severity: 'P3', source: { type: 'person' } });
  const undo = (me: string) => {
    story.after(0.01);
    const plan = planUndo(story.open.room(), me, story.now());
    if (plan.can) story.write(me, plan.draft);
    return plan.can ? plan.target.kind : plan.why;
  };
  return { ...story, undo };
}

test('[UN1] my own acts go one by one, and what stood before them stands again', () => {
  const { write, open, undo, after } = begin();
  write('ana', { kind: 'claimed', role: 'commander', person: 'ana', as: 'primary' });
  after(1);
  write('bo', { kind: 'note', text: 'mine' });
  write('ana', { kind: 'severity', severity: 'P1' });
  write('ana', { kind: 'note', text: 'a slip' });
  expect(undo('ana')).toBe('note');
  expect(undo('ana')).toBe('severity');
  expect(open.room().severity.value).toBe('P3');
  expect(undo('ana')).toBe('claimed');
  expect(open.room().roles.find(({ role }) => role === 'commander')?.primary).toEqual([]);
  expect(undo('ana')).toContain('cannot undo a declaration');
  // Nobody else's, and everything stays readable.
  expect(open.room().timeline.filter(({ retracted }) => retracted !== null)).toHaveLength(3);
  expect(open.room().timeline.find(({ by }) => by === 'bo')?.retracted).toBeNull();
});

test('[UN2] an act that left the room or was replaced stands, and says why; so does an act long past', () => {
  const { write, open, undo, after, now } = begin();
  const [answer] = write('ana', { kind: 'acknowledged' });
  const tooLate = planUndo(open.room(), 'ana', answer!.noted + acknowledgementUndoMs + 1);
  expect(!tooLate.can && tooLate.why).toContain('stopped the paging');
  write('bo', { kind: 'status', status: 'investigating' });
  after(1);
  write('ana', { kind: 'status', status: 'identified' });
  expect(undo('bo')).toBe('Somebody has set the status since.');
  expect(undo('cy')).toContain('nothing to undo here');
  expect(planUndo(open.room(), 'bo', now() + 61 * 60_000)).toMatchObject({ can: false });
});

test('[UN1] a role given up is held again, a step and a task are open again, an approval no longer stands', () => {
  const { write, open, undo, after } = begin();
  const one = (by: string, draft: Parameters<typeof write>[1]) => write(by, draft)[0]!.id;
  const step = 'drain';
  write('ana', { kind: 'claimed', role: 'commander', person: 'ana', as: 'primary' });
  const checklist = one('ana', {
    kind: 'checklist',
    title: 'First',
    steps: [{ id: step, text: 'Drain eu-2' }],
  });
  const task = one('ana', { kind: 'task', text: 'Ask the provider', owner: 'ana' });
  after(1);
  write('ana', { kind: 'step', target: checklist, step, state: 'done' });
  write('ana', { kind: 'task-done', target: task });
  write('ana', { kind: 'released', role: 'commander', person: 'ana' });
  const room = () => open.room();
  const commanders = () => room().roles.find(({ role }) => role === 'commander')?.primary ?? [];
  expect(commanders()).toEqual([]);
  expect(undo('ana')).toBe('released');
  expect(commanders().map(({ person }) => person)).toEqual(['ana']);
  expect(undo('ana')).toBe('task-done');
  expect(room().tasks[0]?.doneAt).toBeNull();
  expect(undo('ana')).toBe('step');
  expect(room().checklists[0]?.steps[0]?.state).toBe('open');
  after(2);
  write('ana', { kind: 'draft', draft: 'd1', audience: 'customers', stage: 'investigating' });
  write('ana', { kind: 'approved', draft: 'd1', hash: 'ab'.repeat(32) });
  expect(room().drafts[0]?.approvals).toHaveLength(1);
  expect(undo('ana')).toBe('approved');
  expect(room().drafts[0]?.approvals).toEqual([]);
});

test('[UN3] an act that cannot be taken back is skipped with its reason, and does not block the acts before it', () => {
  const { write, open, now, after } = begin();
  write('ana', { kind: 'severity', severity: 'P1' });
  after(1);
  write('ana', { kind: 'acknowledged' });
  write('ana', { kind: 'sent', draft: 'd1', channel: 'email', text: 'We look into it.' });
  after(3);
  const plan = planUndo(open.room(), 'ana', now());
  expect(plan).toMatchObject({ can: true, target: { kind: 'severity', severity: 'P1' } });
  expect(plan.can && plan.skipped.map(({ fact }) => fact.kind)).toEqual(['sent', 'acknowledged']);
});

test('[UN2] an acknowledgement is taken back within ten seconds, and then nobody has acknowledged', () => {
  const { write, open, now } = begin();
  const [fact] = write('ana', { kind: 'acknowledged' });
  const late = planUndo(open.room(), 'ana', fact!.noted + acknowledgementUndoMs + 1);
  expect(late).toMatchObject({ can: false, target: { kind: 'acknowledged' } });
  const plan = planUndo(open.room(), 'ana', fact!.noted + acknowledgementUndoMs);
  expect(plan).toMatchObject({ can: true, target: { kind: 'acknowledged' } });
  if (plan.can) write('ana', plan.draft);
  expect(open.room().acknowledged).toBeNull();
  expect(now()).toBeGreaterThan(0);
});

test('[UN4] an incident declared by mistake is closed within a minute, by who declared it, while it is theirs alone', () => {
  const { write, open } = begin();
  const declaredAt = open.room().declared!.noted;
  const at = (ms: number, me = 'ana') => planCallOff(open.room(), me, declaredAt + ms);
  expect(at(mistakeMs)).toMatchObject({ status: 'closed', withdrawn: { as: 'mistake' } });
  expect(at(mistakeMs + 1)).toBeNull();
  expect(at(0, 'bo')).toBeNull();
  write('ana', { kind: 'note', text: 'half a sentence' });
  write('bo', { kind: 'joined', name: 'Bo' });
  write('monitor:m', { kind: 'note', text: 'it answers' });
  expect(at(1_000)).not.toBeNull();
  write('bo', { kind: 'note', text: 'I see it too' });
  expect(at(1_000)).toBeNull();
});

test('[UN4] once it is over there is nothing to call off', () => {
  const { write, open } = begin();
  const { noted } = open.room().declared!;
  write('ana', planCallOff(open.room(), 'ana', noted)!);
  expect(open.room().status.value).toBe('closed');
  expect(planCallOff(open.room(), 'ana', noted)).toBeNull();
});
