import { expect, test } from 'vitest';
import { historyLines, newSubscriber } from './subscriber.ts';

test('[SP97] an address is a webhook by its scheme, a chat by its host, else an e-mail address', () => {
  expect(newSubscriber('  HTTPS://hooks.example.org/a ')).toEqual({ webhook: 'HTTPS://hooks.example.org/a' });
  expect(newSubscriber(' bo@example.org ')).toEqual({ email: 'bo@example.org' });
  expect(newSubscriber(' +43 660 5550100')).toEqual({ sms: '+43 660 5550100' });
  const slack = 'https://hooks.slack.com/services/T/B/x';
  expect(newSubscriber(slack)).toEqual({ slack });
  const teams = 'https://prod-1.westeurope.logic.azure.com:443/workflows/x';
  expect(newSubscriber(teams)).toEqual({ teams });
  expect(newSubscriber('https://hooks.slack.com.evil.test/x')).toEqual({
    webhook: 'https://hooks.slack.com.evil.test/x',
  });
});

test('[SP97] events and letters are one list, newest first', () => {
  const letter = {
    id: 'l',
    kind: 'update-mail',
    state: 'sent' as const,
    update: null,
    attempts: 1,
    reason: null,
    maybeTwice: false,
    createdAt: 5,
  };
  const lines = historyLines({
    events: [
      { at: 30, what: 'unsubscribed', by: 'themselves' },
      { at: 10, what: 'confirmed', by: 'themselves' },
    ],
    letters: [
      { ...letter, endedAt: 20 },
      { ...letter, id: 'm', endedAt: null },
    ],
  });
  expect(lines.map(({ at }) => at)).toEqual([30, 20, 10, 5]);
});
