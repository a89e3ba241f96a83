import { expect, test } from 'vitest';
import { parsePlaybook } from './playbook.ts';
import { startChecklist } from './start-checklist.ts';

test('[TA3] a step that repeats becomes a repeating task beside the checklist', () => {
  const { steps } = parsePlaybook(
    [
      '- [ ] Say that it began @communications (5 min)',
      '- [ ] Post an update @communications (every 30 min)',
      '- [ ] Check the queue (every 1 h) @database',
    ].join('\n'),
  );
  const drafts = startChecklist({ id: 'p', title: 'Queue', steps }, (assignee) =>
    assignee === 'communications' ? 'bo' : null,
  );
  expect(drafts).toMatchObject([
    { kind: 'checklist', title: 'Queue', playbook: 'p', steps: [{ text: 'Say that it began' }] },
    { kind: 'task', text: 'Post an update', owner: 'bo', everyMs: 30 * 60_000 },
    { kind: 'task', text: 'Check the queue (@database)', everyMs: 60 * 60_000 },
  ]);
  expect(drafts[2]).not.toHaveProperty('owner');
});
