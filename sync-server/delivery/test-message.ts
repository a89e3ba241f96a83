import type { Message } from './message.ts';

type TestOptions = { by: string; to: string | undefined; url: string };

/** The message of the test button: marked as a test, with all parts of a real one. */
export function testMessage({ by, to, url }: TestOptions): Message {
  return {
    purpose: 'test',
    incident: null,
    subject: 'Muster: a test of this channel',
    text: `${by} tests this channel. Nothing is wrong. You need to do nothing.`,
    links: { open: url },
    to: to === undefined ? {} : { address: to },
  };
}
