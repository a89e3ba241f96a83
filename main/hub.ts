// HU7: being let into a hub with what this desktop has of its team. Expected failures are errors in words.
import { z } from 'zod';
import type { ServerAddress } from './embedded-server.ts';
import { readServer } from './join.ts';

/** A hub that let us in. */
export type Hub = { url: string; host: string; token: string };

const doorSchema = z.object({ host: z.string(), team: z.string().nullable(), challenge: z.string() });
const proofSchema = z.object({ pass: z.string(), proof: z.string(), team: z.string() });
const acceptedSchema = z.object({ token: z.string().min(1) });
const problemSchema = z.object({ detail: z.string() });
const answerWithinMs = 10_000;

/** `own` is this desktop's own server, which holds the pass. Rejects with a message for the person. */
export async function enterHub(link: string, own: ServerAddress): Promise<Hub> {
  const url = readServer(link);
  if (url === null)
    throw new Error(
      "That is not a hub's address. It looks like http://192.168.1.20:50123: ask for it again.",
    );
  const door = await askHub(`${url}/api/v1/hub/door`, {}, doorSchema);
  const { pass, proof, team } = await prove(own, door.challenge);
  if (team !== door.team)
    throw new Error(
      `The hub of ${door.host} belongs to another team. What you wrote for yours stays with yours.`,
    );
  const body = JSON.stringify({ pass, proof, challenge: door.challenge });
  const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } };
  const { token } = await askHub(`${url}/api/v1/hub/accept`, init, acceptedSchema);
  return { url, host: door.host, token };
}

async function prove({ url, token }: ServerAddress, challenge: string) {
  const response = await fetch(`${url}/api/v1/hub/proof`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ challenge }),
  });
  if (response.status === 409) {
    throw new Error(
      'This computer has no pass of its team yet: it gets one the next time it meets the team’s server. ' +
        'Until then the hub can invite you as a guest, in a browser.',
    );
  }
  if (!response.ok) throw new Error(`This computer's own server answered ${response.status}.`);
  return proofSchema.parse(await response.json());
}

async function askHub<T>(address: string, init: RequestInit, schema: z.ZodType<T>): Promise<T> {
  const { host } = new URL(address);
  const signal = AbortSignal.timeout(answerWithinMs);
  const response = await fetch(address, { ...init, redirect: 'error', signal }).catch((error: unknown) => {
    throw new Error(`${host} cannot be reached from this computer. Are both on the same network?`, {
      cause: error,
    });
  });
  const body: unknown = await response.json().catch(() => null);
  const answer = schema.safeParse(body);
  if (response.ok && answer.success) return answer.data;
  const problem = problemSchema.safeParse(body);
  if (response.ok || !problem.success) throw new Error(`${host} answers, but it is no hub.`);
  if (response.status === 409) throw new Error(`${host} is a Muster server, but no hub just now.`);
  if (response.status === 429) throw new Error('Too many attempts. Wait a minute, then try again.');
  throw new Error(`${host} does not let you in: ${problem.data.detail}`);
}
