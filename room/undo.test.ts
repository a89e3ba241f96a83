import { expect, test } from 'vitest';
import { tellStory } from './fixtures/story.ts';
import { planUndo } from './undo.ts';

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
  expect(undo('ana')).toContain('resolved, not undone');
  // Nobody else's, and everything stays readable.
  expect(open.room().timeline.filter(({ retracted }) => retracted !== null)).toHaveLength(3);
  expect(open.room().timeline.find(({ by }) => by === 'bo')?.retracted).toBeNull();
});

test('[UN2] what left the room or was replaced stands, and says why; so does what is long past', () => {
  const { write, open, undo, after, now } = begin();
  write('ana', { kind: 'acknowledged' });
  expect(undo('ana')).toContain('stopped the paging');
  write('bo', { kind: 'status', status: 'investigating' });
  after(1);
  write('ana', { kind: 'status', status: 'identified' });
  expect(undo('bo')).toBe('Somebody has set the status since.');
  expect(undo('cy')).toContain('nothing of yours');
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
