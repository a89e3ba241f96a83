// RE4: a replica passes most calls on to the team's server.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { UpstreamAway } from './forward.ts';
import type { Replica } from './replica.ts';
import { ranks } from '../http/guard.ts';
import { Problem } from '../http/problem.ts';
import type { Answer, AnyRoute } from '../http/route.ts';
import type { Around } from '../http/serve-route.ts';
import type { Identity } from '../sync/identity.ts';

type Takes = {
  /** TM2: whether no incident here is hidden from them. */
  seesAll: (caller: Identity) => boolean;
  hub: { isOpen(): boolean };
  replica: Replica | null;
};

const isForwarded = (route: AnyRoute, { hub }: Takes) =>
  route.isForwarded === true || (route.isForwarded === 'unless-hub' && !hub.isOpen());

/**
 * HU6: a forwarded call carries the upstream token of the person who runs this server. A guest of a hub must not act
 * under that person's name, nor read what only that person's role allows.
 */
function requireNoBorrowing(
  route: AnyRoute,
  { caller, method }: FastifyRequest,
  { replica, seesAll }: Pick<Takes, 'seesAll'> & { replica: Replica },
) {
  if (caller === null || caller.ownsServer === true) return;
  const host = replica.me();
  if (
    route.isPersonal !== true &&
    method === 'GET' &&
    host !== null &&
    ranks[caller.role] >= ranks[host.role] &&
    // TM2: the guest sees every incident, so the answer holds none that is hidden from them.
    seesAll(caller)
  )
    return;
  throw new Problem(
    403,
    'A hub does not pass this on for its guests. Do it on your own desktop, or ask the team’s server.',
  );
}

/**
 * RE4: passes a call on, unless this server answers it itself (null). `standIn` answers a call of a route with
 * `whileAway` while the team's server is away (SP111).
 */
export const passCallOn =
  (parts: Takes): Around<unknown>['passOn'] =>
  async (route, request, reply, standIn) => {
    const { replica, seesAll } = parts;
    if (replica === null || !isForwarded(route, parts)) return null;
    requireNoBorrowing(route, request, { seesAll, replica });
    if (route.whileAway !== undefined)
      return (await askTeamFirst(replica, request, reply, standIn)) ?? 'sent';
    await forward(replica, request, reply);
    return 'sent';
  };

/** Forwards a request to the upstream and sends its answer. */
async function forward(replica: Pick<Replica, 'forward'>, request: FastifyRequest, reply: FastifyReply) {
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
async function askTeamFirst(
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
