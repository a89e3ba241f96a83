// A hub as people who join it see it: does what the desktop does, over real TLS.
import { askServer } from '#main/server/ask-server.ts';
import type { RunningServer } from './server.ts';

export type HubView = {
  open: boolean;
  port: number | null;
  plain: boolean;
  fingerprint: string | null;
  addresses: string[];
  people: { id: string; name: string }[];
  sentAway: { id: string; name: string }[];
  problem: string | null;
};

/** Makes a server a hub on a second port of this computer; returns its address. */
export async function promote(server: RunningServer, more: { plain?: boolean } = {}): Promise<string> {
  const { status, body } = await server.api<HubView>('/api/v1/hub', { json: { host: '127.0.0.1', ...more } });
  if (status !== 201) throw new Error(`no hub: ${status} ${JSON.stringify(body)}`);
  return body.addresses[0]!;
}

export type Admitted = {
  status: number;
  token: string;
  fingerprint: string | null;
  person: { id: string; name: string; role: string };
};
export type Door = {
  host: string;
  team: string | null;
  challenge: string;
  fingerprint: string;
  introduction: { pass: string; proof: string } | null;
};
export type Answered = { pass: string; proof: string; challenge: string; address: string };

/** What the hub at `url` requires from newcomers, and the certificate it presents. */
export async function meetDoor(url: string): Promise<{ door: Door; fingerprint: string | null }> {
  const { body, fingerprint } = await askServer(`${url}/api/v1/hub/door`, 'any');
  return { door: body as Door, fingerprint };
}

/** Lets `server`, a member of the team, into the hub at `url` with its pass. */
export async function enterHub(server: RunningServer, url: string): Promise<Admitted> {
  const met = await meetDoor(url);
  const proof = await server.api<{ pass: string; proof: string; detail?: string }>('/api/v1/hub/proof', {
    json: { address: url, ...met },
  });
  if (proof.status !== 200) throw new Error(`no proof: ${proof.status} ${proof.body.detail}`);
  const { pass, proof: answer } = proof.body;
  const { challenge } = met.door;
  return {
    ...(await acceptAt(url, { pass, proof: answer, challenge, address: url })),
    ...fingerprintOf(met),
  };
}

const fingerprintOf = ({ fingerprint }: { fingerprint: string | null }) => ({ fingerprint });

export async function acceptAt(url: string, answered: unknown): Promise<Admitted> {
  const { status, body, fingerprint } = await askServer(`${url}/api/v1/hub/accept`, 'any', answered);
  return { status, ...(body as Pick<Admitted, 'token' | 'person'>), fingerprint };
}

/** The address as a server gets it: with the fingerprint of the right certificate. */
export const pinned = (url: string, fingerprint: string | null): string =>
  fingerprint === null ? url : `${url}#${fingerprint}`;

/** Whether a server answers at this address. */
export async function isThere(url: string): Promise<boolean> {
  return askServer(`${url}/healthz`, 'any').then(
    ({ status }) => status === 200,
    () => false,
  );
}
