// CH1 for the kinds that ask a web address, against real servers.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { keepsThePromise } from './testing/promise.ts';
import { target, web } from './testing/targets.ts';

const fine = await web((_request, response) => response.end('{"status": "fine", "queue": 3}'));
const broken = await web((_request, response) => response.writeHead(503).end('{"status": "gone"}'));
const other = await web((_request, response) => response.end('{"status": "gone", "queue": 90}'));

const supplierUp = await web((_request, response) =>
  response.end('{"page": {"name": "Supplier"}, "status": {"indicator": "none"}, "components": []}'),
);
const supplierDown = await web((_request, response) =>
  response.end('{"page": {"name": "Supplier"}, "status": {"indicator": "critical"}, "components": []}'),
);

const address = ({ host, port }: { host: string; port: number }) => `http://${host}:${port}/health`;

keepsThePromise('http', async () => ({
  settings: (at) => ({ url: address(at) }),
  up: fine,
  broken: { at: broken, reason: /^503 Service Unavailable$/ },
  garbage: 'the answer is not HTTP',
}));

keepsThePromise('keyword', async () => ({
  settings: (at) => ({ url: address(at), keyword: 'fine' }),
  up: fine,
  broken: {
    at: other,
    reason: '“fine” is not in the answer, which begins “{"status": "gone", "queue": 90}”',
  },
  garbage: 'the answer is not HTTP',
}));

keepsThePromise('json', async () => ({
  settings: (at) => ({ url: address(at), query: 'queue', operator: '<', expected: '10' }),
  up: fine,
  broken: { at: other, reason: '“90” is not below “10”' },
  garbage: 'the answer is not HTTP',
}));

keepsThePromise('supplier', async () => ({
  settings: ({ host, port }) => ({ url: `http://${host}:${port}/` }),
  up: supplierUp,
  broken: { at: supplierDown, reason: 'Supplier: major outage' },
  garbage: 'the answer is not HTTP',
}));

keepsThePromise('journey', async () => ({
  settings: (at) => ({
    steps: [
      { name: 'health', url: address(at), query: 'status = "fine"', store: 'queue = queue' },
      { name: 'queue', url: `${address(at)}?queue={{queue}}` },
    ],
  }),
  up: fine,
  broken: { at: other, reason: 'step 1 (health): “status = "fine"” is not true: it is “false”' },
  refused: 'step 1 (health): connection refused',
  garbage: 'step 1 (health): the answer is not HTTP',
}));

keepsThePromise('websocket', async () => {
  const server = createServer((_request, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) =>
    socket.on('message', (data: Buffer) => socket.send(`you said ${data.toString('utf8')}`)),
  );
  return {
    settings: ({ host, port }) => ({ url: `ws://${host}:${port}/`, send: 'ping', expected: 'you said ping' }),
    up: await target(server),
    broken: { at: broken, reason: 'no WebSocket here: 503 Service Unavailable' },
    garbage: 'the answer is not HTTP',
  };
});
