import { WebSocket } from 'ws';
import { textField, toggleField, urlField } from '../forms/fields.ts';
import { dial } from '../outgoing/dial.ts';
import { secure } from './certificate.ts';
import { defineCheck, type CheckContext } from './check.ts';
import { quote } from './explain.ts';
import { nameIn } from './web/http-request.ts';
import { hasWords, measure, slowField, type Finding } from './measure.ts';
import { headersField, parseHeaders } from './web/headers.ts';

export const websocket = defineCheck({
  label: 'WebSocket',
  about: 'Opens a WebSocket. It can also send a message and wait for the answer.',
  fields: {
    url: urlField({ label: 'Address', hint: 'wss://example.org/socket', protocols: ['ws:', 'wss:'] }),
    send: textField({
      label: 'Send',
      hint: 'A message to send after connecting',
      group: 'Talk',
      lines: true,
      max: 10_000,
    }),
    expected: textField({
      label: 'Must answer',
      hint: 'Text in one of the received messages',
      group: 'Talk',
      max: 500,
    }),
    slowAfterMs: slowField,
    protocol: textField({ label: 'Subprotocol', group: 'Request', max: 200, check: wrongInProtocol }),
    headers: headersField({ hint: 'Not shown again after you save.', group: 'Request', isSecret: true }),
    ignoresTls: toggleField({ label: 'Accept any certificate', group: 'Connection', fallback: false }),
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

async function talk(settings: Settings, { signal, egress }: CheckContext): Promise<Finding> {
  const { url, protocol, headers, ignoresTls, send, expected } = settings;
  const { hostname, port, protocol: scheme } = new URL(url);
  const sent = parseHeaders(headers) ?? {};
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const plain = await dial({ host, port: Number(port || (scheme === 'wss:' ? 443 : 80)), signal, egress });
  const connection =
    scheme === 'wss:'
      ? await secure(plain, { name: nameIn(sent) ?? host, isTrusting: ignoresTls, signal })
      : plain;
  const socket = new WebSocket(url, protocol === '' ? [] : [protocol], {
    headers: Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, value.join(', ')])),
    createConnection: () => connection,
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
      if (hasWords(data.toString('utf8'), expected)) resolve({});
    });
    socket.on('close', (code) =>
      resolve({ wrong: `it closed the socket (${code}) before “${expected}” came; last heard: ${heard}` }),
    );
  }).finally(() => {
    socket.terminate();
    connection.destroy();
  });
}

function wrongInProtocol(text: string): string | null {
  return text === '' || /^[\w!#$%&'*+.^`|~-]+$/.test(text) ? null : 'one word, such as graphql-ws';
}
