import { expect, test } from 'vitest';
import { makeFacts } from '../fixtures/histories.ts';
import { createRandom } from '../fixtures/random.ts';
import { tellStory } from '../fixtures/story.ts';
import { fold } from './fold.ts';
import { answeredBy, findThread } from './thread.ts';

test('[TH1] an answer keeps its place in time and is counted on what it answers', () => {
  const { write, open } = tellStory();
  const [question] = write('ana', { kind: 'note', text: 'Who deployed?' });
  write('cy', { kind: 'note', text: 'Something else' });
  const [answer] = write('bo', { kind: 'note', text: 'I did', target: question!.id });
  write('ana', { kind: 'action', text: 'Rolled back', target: answer!.id });
  const entries = open.room().timeline;
  expect(entries.map(({ replies }) => replies)).toEqual([1, 0, 1, 0]);
  // An action that answers something is an action all the same.
  expect(open.room().actions).toMatchObject([{ text: 'Rolled back' }]);
  write('bo', { kind: 'retracted', target: answer!.id });
  expect(open.room().timeline[0]?.replies).toBe(0);
});

test('[TH2] the thread of any of its entries is the whole conversation, oldest first', () => {
  const { write, open } = tellStory();
  const [root] = write('ana', { kind: 'observation', text: 'Errors in eu-2' });
  const [first] = write('bo', { kind: 'note', text: 'Since when?', target: root!.id });
  write('cy', { kind: 'note', text: 'Not part of it' });
  const [second] = write('ana', { kind: 'link', url: 'https://graphs.example.com', target: first!.id });
  for (const id of [root!.id, first!.id, second!.id]) {
    const thread = findThread(open.room().timeline, id)!;
    expect(thread.root.id).toBe(root!.id);
    expect(thread.replies.map((entry) => entry.id)).toEqual([first!.id, second!.id]);
  }
  expect(findThread(open.room().timeline, 'nothing')).toBeNull();
});

test('[TH2] an answer to something unknown begins a thread of its own; circles end', () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const random = createRandom(seed);
    const { timeline } = fold(makeFacts(random, 40, ['note', 'action', 'link']));
    const known = new Set(timeline.map(({ id }) => id));
    for (const { id, fact } of timeline) {
      const { root, replies } = findThread(timeline, id)!;
      const members = [root, ...replies].map((entry) => entry.id);
      expect(members, `seed ${seed}`).toContain(id);
      const target = answeredBy(fact);
      if (target !== null && known.has(target)) expect(members, `seed ${seed}`).toContain(target);
    }
  }
});

test('[TH4] a mention by somebody else is known with the newest entry; mentions of oneself and struck-out ones are not', () => {
  const { write, open } = tellStory();
  write('bo', { kind: 'note', text: '@Bo remember', mentions: ['bo'] });
  const [first] = write('ana', { kind: 'note', text: '@Bo look', mentions: ['bo', 'cy'] });
  const [newest] = write('ana', { kind: 'task', text: '@Bo drain', mentions: ['bo'] });
  expect(open.room().mentions).toMatchObject([
    { person: 'bo', fact: newest!.id, by: 'ana', text: '@Bo drain' },
    { person: 'cy', fact: first!.id },
  ]);
  write('ana', { kind: 'retracted', target: newest!.id });
  expect(open.room().mentions).toMatchObject([{ person: 'bo', fact: first!.id }, { person: 'cy' }]);
});

test('[IN2] an observation is confirmed by somebody else; by oneself, or twice, adds nothing', () => {
  const { write, open } = tellStory();
  const evidence = { monitor: 'm1', name: 'payments-api', status: 'down', at: 5, reason: '503' };
  const [seen] = write('ana', { kind: 'observation', text: 'No answer', evidence });
  write('ana', { kind: 'confirmed', target: seen!.id });
  expect(open.room().observations).toMatchObject([{ text: 'No answer', evidence, confirmedBy: [] }]);
  const [bo] = write('bo', { kind: 'confirmed', target: seen!.id });
  write('bo', { kind: 'confirmed', target: seen!.id });
  write('cy', { kind: 'confirmed', target: seen!.id });
  expect(open.room().observations[0]?.confirmedBy).toEqual(['bo', 'cy']);
  expect(open.room().timeline[0]?.confirmedBy).toEqual(['bo', 'cy']);
  write('bo', { kind: 'retracted', target: bo!.id });
  expect(open.room().timeline[0]?.confirmedBy).toEqual(['bo', 'cy']);
});

test('[IN3] owner and confidence of a hypothesis stand each as last given, and can be taken away', () => {
  const { write, open } = tellStory();
  const [guess] = write('ana', { kind: 'hypothesis', text: 'The pool', confidence: 'low' });
  const target = guess!.id;
  const now = () => open.room().hypotheses[0];
  expect(now()).toMatchObject({ owner: null, confidence: 'low' });
  write('bo', { kind: 'hypothesis-changed', target, owner: 'bo' });
  write('cy', { kind: 'hypothesis-changed', target, confidence: 'high' });
  expect(now()).toMatchObject({ owner: 'bo', confidence: 'high' });
  write('cy', { kind: 'hypothesis-changed', target, owner: null });
  expect(now()).toMatchObject({ owner: null, confidence: 'high' });
});

test('[TA1] a task is accepted by who was asked; one for nobody belongs to who accepts it first', () => {
  const { write, open } = tellStory();
  const task = (owner?: string) =>
    write('ana', { kind: 'task', text: 'drain', ...(owner && { owner }) })[0]!.id;
  const [asked, own, free] = [task('bo'), task('ana'), task()];
  const find = (id: string) => open.room().tasks.find((each) => each.id === id);
  expect(find(own)?.acceptedAt).toBe(find(own)?.at);
  expect(find(asked)).toMatchObject({ owner: 'bo', acceptedAt: null });
  write('cy', { kind: 'task-accepted', target: asked }, { kind: 'task-accepted', target: free });
  expect(find(asked)).toMatchObject({ owner: 'bo', acceptedAt: null });
  expect(find(free)).toMatchObject({ owner: 'cy' });
  expect(find(free)?.acceptedAt).not.toBeNull();
  write('bo', { kind: 'task-accepted', target: asked }, { kind: 'task-accepted', target: free });
  expect(find(asked)?.acceptedAt).not.toBeNull();
  expect(find(free)?.owner).toBe('cy');
});
