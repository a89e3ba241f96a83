import { expect, test } from 'vitest';
import { catchUp } from './catch-up.ts';
import { fold } from '../fold/fold.ts';
import { tellStory } from '../fixtures/story.ts';
import { isRunning, sayOpen, sayRuledOut } from './inquiry.ts';
import { collectReview } from '../pir/review.ts';
import { sayFact } from '../facts/say.ts';

const evidence = { monitor: 'm1', name: 'dns', status: 'up', at: 5, latencyMs: 12.4 };

function tellInquiry() {
  const story = tellStory();
  const { write } = story;
  write('ana', { kind: 'declared', title: 'Down', source: { type: 'person' } });
  const [dns] = write('ana', { kind: 'hypothesis', text: 'DNS' });
  const [pool] = write('bo', { kind: 'hypothesis', text: 'The pool', owner: 'cy', confidence: 'high' });
  const [look] = write('ana', { kind: 'experiment', target: dns!.id, text: 'resolve it from eu-2' });
  write('cy', { kind: 'experiment', target: pool!.id, text: 'drain eu-2' });
  return { ...story, look: look!.id, dns: dns!.id };
}

test('[IN1] a test runs until somebody says what it showed', () => {
  const { open, write, look, dns } = tellInquiry();
  const find = () => open.room().hypotheses.find(({ id }) => id === dns)!;
  expect(isRunning(find(), find().experiments[0]!)).toBe(true);
  write('ana', { kind: 'finding', target: look, verdict: 'inconclusive' });
  expect(isRunning(find(), find().experiments[0]!)).toBe(false);
  const facts = new Map(open.room().timeline.map((entry) => [entry.id, entry.fact]));
  const said = sayFact(open.room().timeline.at(-1)!.fact, String, (id) => facts.get(id));
  expect(said).toBe('ana found a result that is inconclusive about “DNS”');
});

test('[IN5] a refuted hypothesis is told with its evidence, in catching up, the handover and the review', () => {
  const { open, write, look, now } = tellInquiry();
  write('ana', { kind: 'finding', target: look, verdict: 'refuted', text: 'resolves', evidence });
  const room = open.room();
  expect(sayRuledOut(room.hypotheses)).toEqual(['DNS (resolves, dns up, 12 ms)']);
  expect(sayOpen(room.hypotheses, (id) => id)).toEqual(['The pool (high confidence, cy follows it up)']);
  const told = catchUp({
    had: fold([]),
    now: room,
    person: 'dee',
    leftAt: null,
    at: now(),
    names: (id) => id,
    sayTime: String,
  });
  expect(told.standing).toContain('Ruled out: DNS (resolves, dns up, 12 ms)');
  expect(told.handover).toContain('Might be the cause:\n- The pool (high confidence, cy follows it up)');
  expect(told.handover).toContain('Ruled out:\n- DNS (resolves, dns up, 12 ms)');
  const review = collectReview({ id: 'x', room, texts: () => '', names: (id) => id });
  expect(review.hypotheses[0]?.tests.flatMap(({ results }) => results)).toContain('resolves: dns up, 12 ms');
});

test('[RV1] ticked steps of a checklist are told in the review', () => {
  const { open, write } = tellInquiry();
  const steps = [{ id: 'a', text: 'Page the on-call' }];
  const [list] = write('ana', { kind: 'checklist', title: 'First steps', steps });
  write('bo', { kind: 'step', target: list!.id, step: 'a', state: 'done' });
  const { timeline } = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  expect(timeline.lines.map(({ text }) => text)).toContain('Step done: “Page the on-call”');
});
