import type { FastifyReply, FastifyRequest } from 'fastify';
import { UpstreamAway } from '../replica/forward.ts';
import type { Replica } from '../replica/replica.ts';
import { Problem } from './problem.ts';
import type { Answer } from './route.ts';

/** RE4: forwards a request to the upstream and returns its answer. */
export async function forward(
  replica: Pick<Replica, 'forward'>,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(
      (header): header is [string, string] => typeof header[1] === 'string',
    ),
  );
  const { method, url: path, body } = request;
  try {
    const answer = await replica.forward({
      method,
      path,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
    return await reply.code(answer.status).headers(answer.headers).send(answer.body);
  } catch (error) {
    if (!(error instanceof UpstreamAway)) throw error;
    throw new Problem(
      503,
      `The team's server is out of reach since ${error.sayStart()} (${error.message}), and only it can do this.`,
      {
        headers: { 'retry-after': '10' },
        cause: error,
      },
    );
  }
}

/** SP111: asks the team's own server; while it is away, `standIn` answers. Null when the answer was already sent. */
export async function askTeamFirst(
  replica: Pick<Replica, 'forward' | 'forwardToTeam'>,
  request: FastifyRequest,
  reply: FastifyReply,
  standIn: () => Promise<Answer | null>,
): Promise<Answer | null> {
  try {
    await forward({ forward: replica.forwardToTeam }, request, reply);
    return null;
  } catch (error) {
    const cause = error instanceof Problem ? error.cause : null;
    if (!(cause instanceof UpstreamAway) || cause.isRefused) throw error;
    const answer = await standIn();
    // A hub may reach a server that we cannot.
    if (answer === null) await forward(replica, request, reply);
    return answer;
  }
}
