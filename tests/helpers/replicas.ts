// A team's server and its desktops' servers: real processes that replicate each other.
import { expect } from 'vitest';
import type { UpstreamState } from '#room/feed/feed.ts';
import type { Role } from '#room/team/scales.ts';
import { untilFeed } from './live-feed.ts';
import { startServer, type RunningServer } from './server.ts';

/** A token for a desktop's own server, obtained by invitation. */
async function inviteReplica(primary: RunningServer, name: string, role: Role): Promise<string> {
  const invitation = await primary.api<{ code: string }>('/api/v1/invitations', { json: { role } });
  const accepted = await primary.api<{ token: string }>('/api/v1/invitations/accept', {
    token: null,
    json: { code: invitation.body.code, name, replica: true },
  });
  expect(accepted.status).toBe(201);
  return accepted.body.token;
}

/** The server of a desktop that joined the team; `via` is an optional wire in between. */
export async function startReplicaOf(
  primary: RunningServer,
  name: string,
  via = primary.url,
  role: Role = 'responder',
): Promise<RunningServer> {
  const upstreamToken = await inviteReplica(primary, name, role);
  return startServer({ upstreams: [via], upstreamToken });
}

/** The server of a member, once the team has answered it: from then on its feed is its person's own (HU2). */
export async function startMemberOf(team: { url: string }, upstreamToken: string): Promise<RunningServer> {
  const server = await startServer({ upstreams: [team.url], upstreamToken });
  try {
    await untilUpstream(server, ({ state }) => state === 'connected');
    return server;
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
}

/** Waits until the first upstream has the expected state. */
export const untilUpstream = (server: RunningServer, isRight: (state: UpstreamState) => boolean) =>
  untilFeed(server, ({ upstreams }) => upstreams[0] !== undefined && isRight(upstreams[0]));

export const isLive = ({ state, unsent }: UpstreamState): boolean => state === 'connected' && unsent === 0;
