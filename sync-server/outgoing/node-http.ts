// Node's HTTP without what an `import` of it brings along: that reads everything `node:http` exports, its lazy
// `WebSocket` included, and so loads undici: 3 MB that a server needs only once it calls `fetch`. Lint sees to it
// that nobody imports more than types from there.
const http = process.getBuiltinModule('node:http');
const https = process.getBuiltinModule('node:https');

export const {
  STATUS_CODES,
  createServer,
  request: requestHttp,
  validateHeaderName,
  validateHeaderValue,
} = http;
export const { Agent: TlsAgent, createServer: createTlsServer, request: requestHttps } = https;
