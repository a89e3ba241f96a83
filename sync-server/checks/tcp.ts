import { hostField, portField, textField } from '../forms/fields.ts';
import { defineCheck } from './check.ts';
import { cutBody } from './evidence.ts';
import { quote } from './explain.ts';
import { hasWords, measure, slowField } from './measure.ts';
import { openSocket, readUntil, UnexpectedAnswer } from './socket.ts';

export const tcp = defineCheck({
  label: 'TCP port',
  about: 'Connects to a port. It can also send a line and check the answer.',
  area: 'infrastructure',
  fields: {
    host: hostField({ label: 'Host' }),
    port: portField({ label: 'Port' }),
    slowAfterMs: slowField,
    send: textField({ label: 'Send', hint: 'A line to send after connecting', group: 'Talk', max: 1_000 }),
    expected: textField({
      label: 'Must answer',
      hint: 'Down when the answer lacks this text',
      group: 'Talk',
      max: 500,
    }),
  },
  target: ({ host, port }) => ({ url: '', hostname: host, port: String(port) }),
  run: ({ host, port, slowAfterMs, send, expected }, context) =>
    measure(context, slowAfterMs, async () => {
      const socket = await openSocket({ host, port, ...context });
      try {
        if (send !== '') socket.write(`${send}\r\n`);
        if (expected !== '') await readUntil(socket, (text) => hasWords(text, expected));
        return {};
      } catch (error) {
        if (!(error instanceof UnexpectedAnswer) || error.text === '') throw error;
        const read = error.isCut ? 'the first 64 KiB of what it said' : 'what it said';
        const wrong = `“${expected}” is not in ${read}, which begins ${quote(error.text)}`;
        return { wrong, evidence: { body: cutBody(error.text) } };
      } finally {
        socket.destroy();
      }
    }),
});
