import { expect, test } from 'vitest';
import { readReceivedSms, type Fields } from './received-sms.ts';

const bird = {
  sender: { contact: { identifierKey: 'phonenumber', identifierValue: '+4930123456' } },
  receiver: { connector: { id: 'c' } },
  body: { type: 'text', text: { text: 'stop it' } },
  direction: 'incoming',
};
const inForm = (fields: Fields) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, JSON.stringify(value)]));
const said = { sender: '+4930123456', words: 'stop it' };

test.each<[string, Fields]>([
  ['Twilio', { To: '+491', From: '+4930123456', Body: 'stop it' }],
  ['Plivo', { From: '+4930123456', To: '491', Type: 'sms', Text: 'stop it' }],
  ['Vonage', { msisdn: '+4930123456', to: '491', type: 'text', text: 'stop it' }],
  ['MessageBird', { recipient: '491', originator: '+4930123456', body: 'stop it' }],
  ['Bird', bird],
  ['an event of Bird', { service: 'channels', event: 'sms.inbound', payload: bird }],
  ['Bird as a form', inForm(bird)],
  ['an event of Bird as a form', inForm({ event: 'sms.inbound', payload: bird })],
])('[ES21] [SP99] an SMS is read as %s passes it on', (_, fields) => {
  expect(readReceivedSms(fields)).toEqual(said);
});

test('[ES21] [SP99] what is no SMS says nothing; a message that we sent ourselves has no sender', () => {
  const empty = { sender: '', words: '' };
  expect(readReceivedSms({})).toEqual(empty);
  expect(readReceivedSms({ sender: { contact: null }, body: { text: 'a' } })).toEqual(empty);
  expect(readReceivedSms({ sender: { connector: { identifierValue: '+491' } }, body: bird.body })).toEqual(
    empty,
  );
  // A number alone is valid JSON too.
  expect(readReceivedSms({ sender: '4930123456', body: '1' })).toEqual({ sender: '4930123456', words: '1' });
});
