import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { outcomes } from '../facts/actions.ts';
import { createRandom } from '../fixtures/random.ts';
import { fold } from '../fold/fold.ts';
import { measurePlaybooks, runsOf } from './playbook-statistics.ts';
import { partsOf } from './playbook-parts.ts';
import type { Fact } from '../facts/fact.ts';

test('[PB10] reasons to call for more and words to send are read from their headings, and nothing else is', () => {
  const shipped = readFileSync(new URL('../../assets/playbooks/full-disk.md', import.meta.url), 'utf8');
  const { escalations, messages } = partsOf(shipped);
  expect(escalations).toEqual([
    'The database does not start, or reports corruption: its owner, and nobody repairs anything until a copy of the volume exists.',
    'Growing faster than you free: the owners of the writer.',
  ]);
  expect(messages).toEqual([expect.stringMatching(/^Since \[time\] changes may not be saved\./)]);
  expect(partsOf('# Nothing\n\n- [ ] a step\n\n> quoted')).toEqual({ escalations: [], messages: [] });
  expect(partsOf('## Communication\n\n> One\n> two\n\n## Else\n\n> three').messages).toEqual(['One\ntwo']);
});

let count = 0;
const fact = (by: string, at: number, draft: object): Fact => {
  count += 1;
  return { id: `01JD4Z7Q${String(count).padStart(18, '0')}`, at, noted: at, by, ...draft } as Fact;
};

const incident = (drill: boolean, at: number) => {
  const checklist = fact('ana', at + 1, {
    kind: 'checklist',
    title: 'Full disk',
    playbook: 'full-disk',
    steps: [
      { id: 'a', text: 'Look' },
      { id: 'b', text: 'Free' },
    ],
  });
  const graded = (step: string | undefined, outcome: string, more: object = {}) =>
    fact('bo', at + 50 + count, {
      kind: 'graded',
      target: checklist.id,
      ...(step !== undefined && { step }),
      outcome,
      ...more,
    });
  return [
    fact('ana', at, { kind: 'declared', title: 'Disk full', drill, source: { type: 'person' } }),
    checklist,
    fact('bo', at + 2, { kind: 'step', target: checklist.id, step: 'a', state: 'done' }),
    fact('bo', at + 3, { kind: 'step', target: checklist.id, step: 'b', state: 'done' }),
    graded('a', 'no-effect'),
    graded('a', 'helped'),
    graded(undefined, 'no-effect', { evidence: 'Step b names the wrong volume' }),
    fact('ana', at + 5_000, { kind: 'status', status: 'resolved' }),
  ];
};

test('[PB11] the newest grade of a step and the newest word on the playbook stand, in any order of arrival', () => {
  const facts = incident(false, 1_000);
  const random = createRandom(4);
  for (let round = 0; round < 20; round += 1) {
    const room = fold(random.shuffle([...facts]));
    const [checklist] = room.checklists;
    expect(checklist?.judged).toMatchObject({
      outcome: 'no-effect',
      why: 'Step b names the wrong volume',
      by: 'bo',
    });
    expect(checklist?.steps.map(({ grade }) => grade?.outcome)).toEqual(['helped', undefined]);
    // It is no action, and nobody's action is graded by it.
    expect(room.actions).toEqual([]);
  }
  const reopened = fold([
    ...facts,
    fact('bo', 9_000, { kind: 'step', target: facts[1]?.id, step: 'a', state: 'open' }),
  ]);
  expect(reopened.checklists[0]?.steps[0]?.grade).toBeUndefined();
});

test('[PB11] figures say how steps were graded, what was said of the playbook, and when it was drilled last', () => {
  const runs = [incident(false, 1_000), incident(true, 20_000), incident(false, 40_000)].flatMap((facts) =>
    runsOf(fold(facts)),
  );
  const [figures] = measurePlaybooks(runs);
  expect(figures).toMatchObject({ timesUsed: 3, lastUsedAt: 40_001, lastDrilledAt: 20_001 });
  expect(figures?.judged?.map(({ outcome }) => outcome)).toEqual(['no-effect', 'no-effect', 'no-effect']);
  expect(figures?.judged?.[0]?.at).toBeGreaterThan(40_000);
  expect(figures?.steps.map(({ grades }) => grades)).toEqual([{ helped: 3 }, undefined]);
  expect(outcomes).toContain('helped');
});
