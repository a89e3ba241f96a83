import { WebSocket } from 'ws';
import { textField, toggleField, urlField } from '../forms/fields.ts';
import { defineCheck, type CheckContext } from './check.ts';
import { quote } from './explain.ts';
import { measure, slowField, type Finding } from './measure.ts';
import { parseHeaders } from './web.ts';

export const websocket = defineCheck({
  label: 'WebSocket',
  about: 'Opens a WebSocket, and waits for an answer to a message when one is given.',
  fields: {
    url: urlField({ label: 'Address', hint: 'wss://example.org/socket', protocols: ['ws:', 'wss:'] }),
    send: textField({
      label: 'Send',
      hint: 'A message, sent once open',
      group: 'Talk',
      lines: true,
      max: 10_000,
    }),
    expected: textField({
      label: 'Must answer',
      hint: 'Words in one of the messages that come',
      group: 'Talk',
      max: 500,
    }),
    slowAfterMs: slowField,
    protocol: textField({ label: 'Subprotocol', group: 'Request', max: 200, check: wrongInProtocol }),
    headers: textField({
      label: 'Headers',
      hint: 'One on each line: Name: value. Not shown again once saved.',
      group: 'Request',
      lines: true,
      max: 8_000,
      isSecret: true,
      check: (text) => (parseHeaders(text) === null ? 'lines of the form Name: value' : null),
    }),
    ignoresTls: toggleField({ label: 'Take any certificate', group: 'Connection', fallback: false }),
  },
  target: ({ url }) => {
    const { origin, protocol, hostname, port } = new URL(url);
    return {
      url: origin === 'null' ? '' : origin,
      hostname,
      port: port || (protocol === 'wss:' ? '443' : '80'),
    };
  },
  run: (settings, context) => measure(context, settings.slowAfterMs, () => talk(settings, context)),
});

type Settings = {
  url: string;
  protocol: string;
  headers: string;
  ignoresTls: boolean;
  send: string;
  expected: string;
};

function talk(settings: Settings, { signal, egress }: CheckContext): Promise<Finding> {
  const { url, protocol, headers, ignoresTls, send, expected } = settings;
  egress.assertAllowed(new URL(url).hostname);
  const socket = new WebSocket(url, protocol === '' ? [] : [protocol], {
    headers: parseHeaders(headers) ?? {},
    rejectUnauthorized: !ignoresTls,
    lookup: egress.guardedLookup,
    maxPayload: 1024 * 1024,
    perMessageDeflate: false,
  });
  return new Promise<Finding>((resolve, reject) => {
    let heard = 'nothing';
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    socket.on('error', reject);
    socket.on('unexpected-response', (_request, response) => {
      const statusLine = `${response.statusCode ?? 0} ${response.statusMessage ?? ''}`.trim();
      resolve({ wrong: `no WebSocket here: ${statusLine}`, evidence: { statusLine } });
    });
    socket.on('open', () => {
      if (send !== '') socket.send(send);
      if (expected === '') resolve({});
    });
    socket.on('message', (data: Buffer) => {
      heard = quote(data.toString('utf8'));
      if (data.toString('utf8').includes(expected)) resolve({});
    });
    socket.on('close', (code) =>
      resolve({ wrong: `it closed the socket (${code}) before “${expected}” came; last heard: ${heard}` }),
    );
  }).finally(() => socket.terminate());
}

function wrongInProtocol(text: string): string | null {
  return text === '' || /^[\w!#$%&'*+.^`|~-]+$/.test(text) ? null : 'one word, such as graphql-ws';
}
