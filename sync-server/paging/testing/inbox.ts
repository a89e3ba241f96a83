// A real HTTP server on loopback that records requests and answers as the test sets.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  json(): Record<string, unknown>;
};
export type Inbox = {
  url: string;
  received: Received[];
  /** Answers for the next requests; the last one is then used for all. */
  answers(...how: ((response: ServerResponse, request: Received) => void)[]): void;
  [Symbol.asyncDispose](): Promise<void>;
};

export const withStatus =
  (status: number, body = '', headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end(body);

export async function openInbox(): Promise<Inbox> {
  const received: Received[] = [];
  let script: Parameters<Inbox['answers']> = [withStatus(200, 'ok')];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { method = '', url = '', headers } = request;
      const one = {
        method,
        path: url,
        headers,
        body,
        json: () => JSON.parse(body) as Record<string, unknown>,
      };
      received.push(one);
      const [answer] = script.length > 1 ? script.splice(0, 1) : script;
      answer?.(response, one);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answers: (...how) => {
      script = how;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
