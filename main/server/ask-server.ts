// One request to a server that this desktop does not run, with checks of its certificate, response size and time.
import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent, request as requestHttps } from 'node:https';
import { connect, type ConnectionOptions } from 'node:tls';
import { readWhole } from '#wire/body.ts';

/**
 * Which certificate an https server must show: the one with this SHA-256, `any`, or one that the system trusts (`usual`).
 */
export type Trust = { fingerprint: string } | 'any' | 'usual';

export type ServerAnswer = {
  status: number;
  /** Null when it is not JSON. */
  body: unknown;
  /** SHA-256 of the server's certificate, 64 hexadecimal digits; null for plain HTTP. */
  fingerprint: string | null;
};

const withinMs = 10_000;
const mostBytes = 256 * 1024;

/**
 * Sends a GET, or a POST when `json` is given. Follows no redirect. Rejects when no complete answer comes within
 * 10 s and 256 KiB, or when the certificate is not the expected one.
 */
export async function askServer(address: string, trust: Trust, json?: unknown): Promise<ServerAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const body = json === undefined ? null : JSON.stringify(json);
  const options = {
    method: body === null ? 'GET' : 'POST',
    signal: AbortSignal.timeout(withinMs),
    headers: {
      accept: 'application/json',
      'accept-encoding': 'identity',
      ...(body !== null && {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
      }),
    },
  };
  const certificate: { seen: string | null } = { seen: null };
  const isTls = new URL(address).protocol === 'https:';
  const agent = trust === 'usual' ? false : pinning(trust, certificate);
  const request: ClientRequest = isTls
    ? requestHttps(address, { ...options, agent }, resolve)
    : requestHttp(address, { ...options, agent: false }, resolve);
  request.on('error', reject);
  request.end(body ?? undefined);
  const response = await promise;
  const read = await readWhole(response, mostBytes, () => new Error('the answer is too large'));
  return {
    status: response.statusCode ?? 0,
    body: parse(Buffer.from(read).toString()),
    fingerprint: certificate.seen,
  };
}

/** Checks the certificate before sending anything. */
function pinning(trust: { fingerprint: string } | 'any', certificate: { seen: string | null }): Agent {
  const agent = new Agent({ keepAlive: false, maxCachedSessions: 0 });
  agent.createConnection = (options, connected) => {
    const socket = connect({ ...(options as ConnectionOptions), rejectUnauthorized: false });
    const failed = (error: Error) => connected?.(error, socket);
    socket.once('error', failed);
    socket.once('secureConnect', () => {
      const seen = socket.getPeerCertificate().fingerprint256.replaceAll(':', '').toLowerCase();
      if (trust === 'any' || trust.fingerprint === seen) {
        certificate.seen = seen;
        socket.off('error', failed);
        connected?.(null, socket);
      } else socket.destroy(new Error('it shows another certificate than the one expected'));
    });
    return undefined;
  };
  return agent;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a page for people
  }
}
