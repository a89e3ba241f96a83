// Node's HTTP without the cost of an `import`. An import reads every export of `node:http`, also its lazy
// `WebSocket`, and so loads undici: 3 MB that a server needs only once it calls `fetch`. Lint allows only type
// imports from `node:http`.
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
