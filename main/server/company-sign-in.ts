// SI6: company sign-in from a desktop, following RFC 8252: in the person's own browser, with a redirect to a local
// port that listens only for this attempt.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusalSchema } from '#wire/api/problem.ts';
import { enteredSchema, signInSchema, type Entered } from '#wire/api/sign-in.ts';
import { askServer } from './ask-server.ts';
import { strings } from '../strings.ts';

type Arrived = ({ ok: true } & Entered) | { ok: false; message: string };

const words = strings.companySignIn;
/** The time for a sign-in; the person may have to find their phone. */
const patienceMs = 5 * 60_000;

/** Whether people sign in at this server with their company's accounts. Rejects when it cannot be reached. */
export async function offersSignIn(server: string): Promise<boolean> {
  const { body } = await askServer(`${server}/api/v1/sign-in`, 'usual');
  const answer = signInSchema.safeParse(body);
  return answer.success && answer.data.company !== null;
}

/** `open` shows an address in the person's browser. */
export async function signInByBrowser(
  server: string,
  open: (address: string) => Promise<void>,
  { waitMs = patienceMs }: { waitMs?: number } = {},
): Promise<Arrived> {
  const [verifier, state] = [makeSecret(), makeSecret()];
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const door = await listenHere(state);
  try {
    const asked = new URLSearchParams({ challenge, port: String(door.port), state });
    await open(`${server}/signin?${asked.toString()}`);
    const said = await Promise.race([door.arrived, afterwards(waitMs)]);
    if (said === null) return { ok: false, message: words.tookTooLong };
    const code = said.get('code');
    if (code === null)
      return { ok: false, message: words.refused[said.get('refused') ?? ''] ?? words.failed };
    const { status, body } = await askServer(`${server}/api/v1/sign-in`, 'usual', {
      code,
      verifier,
      replica: true,
    });
    const answer = enteredSchema.safeParse(body);
    if (status === 201 && answer.success) return { ok: true, ...answer.data };
    const told = refusalSchema.safeParse(body);
    return { ok: false, message: told.success ? told.data.detail : words.failed };
  } finally {
    door.close();
  }
}

const makeSecret = () => randomBytes(32).toString('base64url');

/** A timeout that does not keep the process alive. */
const afterwards = (ms: number) =>
  new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), ms).unref();
  });

/** Only the request with our `state` counts; other requests to the port are ignored. */
async function listenHere(state: string) {
  const { promise: arrived, resolve } = Promise.withResolvers<URLSearchParams>();
  const server: Server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const isOurs = searchParams.get('state') === state;
    response
      .writeHead(isOurs ? 200 : 404, {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        connection: 'close',
      })
      .end(
        `<!doctype html><html lang="en"><title>Muster</title><p>${isOurs ? words.goBack : words.nothingHere}</p></html>`,
      );
    if (isOurs) resolve(searchParams);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    arrived,
    close: () => {
      server.close();
    },
  };
}
