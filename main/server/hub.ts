// HU7: enters a hub with this desktop's team pass. Expected failures are errors with a message for the person.
import type { z } from 'zod';
import { hubDoorSchema, hubProofSchema, type HubDoor } from '#wire/api/hub.ts';
import { refusalSchema } from '#wire/api/problem.ts';
import { enteredSchema } from '#wire/api/sign-in.ts';
import { askServer, type ServerAnswer, type Trust } from './ask-server.ts';
import type { ServerAddress } from './embedded-server.ts';
import { readInvitation, readServer } from './join.ts';

/** A hub that accepted us; `fingerprint` of its certificate, null for plain HTTP. */
export type Hub = { url: string; host: string; token: string; fingerprint: string | null };

/** `own` is this desktop's own server, which holds the pass. Rejects with a message for the person. */
export async function enterHub(link: string, own: ServerAddress): Promise<Hub> {
  const url = readServer(link);
  if (url === null)
    throw new Error(
      "That is not a hub's address. It looks like https://192.168.1.20:50123: ask for it again.",
    );
  const expected = readInvitation(link)?.fingerprint ?? null;
  const asked = await reach(`${url}/api/v1/hub/door`, expected === null ? 'any' : { fingerprint: expected });
  const door = read(url, asked, hubDoorSchema);
  const { fingerprint } = asked;
  const proof = await prove(own, { address: url, fingerprint, door });
  const json = { ...proof, challenge: door.challenge, address: url };
  const trust = fingerprint === null ? 'usual' : { fingerprint };
  const { token } = read(url, await reach(`${url}/api/v1/hub/accept`, trust, json), enteredSchema);
  return { url, host: door.host, token, fingerprint };
}

type Met = { address: string; fingerprint: string | null; door: HubDoor };

/** Our own server checks the hub's proof, and answers only to a hub of its team. */
async function prove({ url, token }: ServerAddress, met: Met) {
  const response = await fetch(`${url}/api/v1/hub/proof`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(met),
  });
  if (response.status === 409) {
    throw new Error(
      'This computer has no pass of its team yet: it gets one the next time it meets the team’s server. ' +
        'Until then the hub can invite you as a guest, in a browser.',
    );
  }
  const body: unknown = await response.json();
  if (response.status === 403) throw new Error(refusalSchema.parse(body).detail);
  if (!response.ok) throw new Error(`This computer's own server answered ${response.status}.`);
  return hubProofSchema.parse(body);
}

function reach(address: string, trust: Trust, json?: unknown): Promise<ServerAnswer> {
  const { host, protocol } = new URL(address);
  return askServer(address, trust, json).catch((error: unknown) => {
    const hint = protocol === 'http:' ? ' A hub’s address usually begins with https.' : '';
    throw new Error(`${host} cannot be reached from this computer. Are both on the same network?${hint}`, {
      cause: error,
    });
  });
}

function read<T>(url: string, { status, body }: ServerAnswer, schema: z.ZodType<T>): T {
  const { host } = new URL(url);
  const isFine = status >= 200 && status < 300;
  const answer = schema.safeParse(body);
  if (isFine && answer.success) return answer.data;
  const problem = refusalSchema.safeParse(body);
  if (isFine || !problem.success) throw new Error(`${host} answers, but it is no hub.`);
  if (status === 409) throw new Error(`${host} is a Muster server, but no hub just now.`);
  if (status === 429) throw new Error('Too many attempts. Wait a minute, then try again.');
  throw new Error(`${host} does not let you in: ${problem.data.detail}`);
}
