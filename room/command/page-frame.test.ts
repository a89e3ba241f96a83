import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import { isoTime } from '../time/time.ts';
import { pageFrame } from './page-frame.ts';

const names = (person: string) => (person === 'ana' ? 'Ana Reyes' : person);

test('[PH10] a page by hand says what, where, since when and who, and leaves the reason open', () => {
  const { open, write } = tellStory();
  const [declared] = write('ana', {
    kind: 'declared',
    title: 'Orders fail',
    service: 'orders',
    source: { type: 'person' },
  });
  const began = isoTime(declared!.at).slice(11, 16);
  const lines = () => pageFrame(open.room(), names).split('\n');
  expect(lines()).toEqual([
    'What: Orders fail',
    'Where: orders',
    `Since: ${began} UTC`,
    'Who: nobody commands yet',
    'Why you: ',
  ]);
  write('ana', { kind: 'impact', text: 'Nobody can pay' });
  write('ana', { kind: 'claimed', role: 'commander', person: 'ana', as: 'primary' });
  for (const name of ['api', 'db']) write('server', { kind: 'check-down', monitor: name, name });
  expect(lines().filter((line) => !line.startsWith('Since'))).toEqual([
    'What: Orders fail. Nobody can pay',
    'Where: orders, api and db down',
    'Who: Ana Reyes commands',
    'Why you: ',
  ]);
});
