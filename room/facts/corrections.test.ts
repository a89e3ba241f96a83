import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import { sayFact } from './say.ts';

const names = (id: string) => id;

test('[FA3] the line about a correction never repeats the words that were struck out or corrected', () => {
  const { write, open } = tellStory();
  const secret = 'hunter2 is the password';
  const find = (id: string) => open.room().timeline.find((entry) => entry.id === id)?.fact;
  for (const kind of ['note', 'decision', 'observation', 'action', 'hypothesis', 'task'] as const) {
    const [fact] = write('ana', { kind, text: secret });
    const [struck] = write('bo', { kind: 'retracted', target: fact!.id, why: 'pasted by mistake' });
    const [amended] = write('bo', { kind: 'amended', target: fact!.id, text: 'something else' });
    for (const line of [sayFact(struck!, names, find), sayFact(amended!, names, find)])
      expect(line).not.toContain('hunter2');
    expect(sayFact(struck!, names, find)).toMatch(
      new RegExp(`^bo struck out an? ${kind}: pasted by mistake$`, 'u'),
    );
  }
  const [unknown] = write('bo', { kind: 'retracted', target: '01K00000000000000000000000' });
  expect(sayFact(unknown!, names, find)).toBe('bo struck out an entry');
});
