// A hub as those who join it meet it: what the desktop does, over real HTTP.
import type { RunningServer } from './server.ts';

export type HubView = {
  open: boolean;
  port: number | null;
  addresses: string[];
  people: { id: string; name: string }[];
  problem: string | null;
};

/** Makes a server a hub on a second door of this computer; answers where that is. */
export async function promote(server: RunningServer): Promise<string> {
  const { status, body } = await server.api<HubView>('/api/v1/hub', { json: { host: '127.0.0.1' } });
  if (status !== 201) throw new Error(`no hub: ${status} ${JSON.stringify(body)}`);
  return body.addresses[0]!;
}

export type Admitted = { status: number; token: string; person: { id: string; name: string; role: string } };

/** Lets `server`, which belongs to the team, into the hub at `url` with the pass it has. */
export async function enterHub(server: RunningServer, url: string): Promise<Admitted> {
  const door = (await (await fetch(`${url}/api/v1/hub/door`)).json()) as { challenge: string };
  const { challenge } = door;
  const proof = await server.api<{ pass: string; proof: string }>('/api/v1/hub/proof', {
    json: { challenge },
  });
  const { pass, proof: answer } = proof.body;
  return acceptAt(url, { pass, proof: answer, challenge });
}

export async function acceptAt(url: string, body: unknown): Promise<Admitted> {
  const response = await fetch(`${url}/api/v1/hub/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, ...((await response.json()) as Omit<Admitted, 'status'>) };
}
