import { expect, test } from 'vitest';
import { tellStory } from '../../fixtures/story.ts';
import { formats } from '../formats/index.ts';
import { collectReview } from '../review.ts';
import { everythingShown } from './copy-choice.ts';
import { makeCopy } from './copy.ts';

function told() {
  const { write, open } = tellStory();
  const add = (draft: Parameters<typeof write>[1]) => write('p1', draft)[0]?.id ?? '';
  add({ kind: 'declared', title: 'Pay canary-0 fails', source: { type: 'person' } });
  const note = add({ kind: 'note', text: 'the password is canary-1' });
  add({ kind: 'amended', target: note, text: 'the password is not canary-2' });
  add({ kind: 'amended', target: note, text: 'the password is known' });
  const severity = add({ kind: 'severity', severity: 'P1', why: 'canary-3 cannot pay' });
  add({ kind: 'amended', target: severity, text: 'customers cannot pay' });
  // A correction that was taken back: what stands is what stood before it.
  const decision = add({ kind: 'decision', text: 'no deploys' });
  const wrong = add({ kind: 'amended', target: decision, text: 'no deploys, says canary-4' });
  add({ kind: 'retracted', target: wrong, why: 'canary-5 is a name' });
  // A correction that was corrected, and one of an entry that was struck out.
  const action = add({ kind: 'action', text: 'restarted canary-6' });
  const fixed = add({ kind: 'amended', target: action, text: 'restarted canary-7' });
  add({ kind: 'amended', target: fixed, text: 'restarted the pool' });
  const gone = add({ kind: 'note', text: 'canary-8' });
  add({ kind: 'amended', target: gone, text: 'canary-9' });
  add({ kind: 'retracted', target: gone });
  add({ kind: 'retitled', title: 'Payments fail' });
  return collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
}

test.each([
  ['struck-out entries left out', { struck: 'hidden' }],
  ['people as roles', { people: 'roles' }],
  ['hosts hidden', { hosts: 'hidden' }],
] as const)('[RV14] a copy with %s has no word that was corrected, in no format', async (_, choice) => {
  const { review } = makeCopy(told(), { ...everythingShown, ...choice });
  for (const format of Object.values(formats)) {
    const file = await format.render(review);
    const text = typeof file === 'string' ? file : Buffer.from(file).toString('latin1');
    expect([format.label, text.match(/canary-[1-9]/gu)]).toEqual([format.label, null]);
  }
  const json = await formats.json.render(review);
  for (const words of ['the password is known', 'customers cannot pay', 'no deploys', 'restarted the pool'])
    expect(json).toContain(words);
});

test('[RV14] the whole record keeps what was corrected, as it keeps what was struck out', async () => {
  const json = await formats.json.render(told());
  for (let n = 0; n < 10; n += 1) expect(json).toContain(`canary-${n}`);
});
