// HU4: lets a team member into a hub; routes for both sides. Never forwarded: a hub serves while there is no server to
// forward to.
import { z } from 'zod';
import { requireOpen, requireOwn, hostRoutes } from './host-routes.ts';
import type { Pass, Passes } from './passes.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import type { Vouched, People } from '../people/people.ts';
import { refused } from '../people/people-routes.ts';
import { hubDoorSchema, hubProofSchema } from '#wire/api/hub.ts';
import { enteredSchema } from '#wire/api/sign-in.ts';
import type { Authority } from '../people/authority.ts';
import type { Hub } from './hub.ts';
import type { Questions } from './questions.ts';
import type { Replica } from '../replica/replica.ts';

type Takes = {
  people: People;
  hub: Hub;
  passes: Passes;
  devices: {
    see(seen: {
      key: string;
      person: string;
      name: string;
      computer: string | null;
      token: string | null;
    }): boolean;
  };
  questions: Questions;
  replica: Replica | null;
  authority: Authority;
};
const defineRoute = routesTaking<Takes>();

const publicKey = z.string().regex(/^[\w-]{40,120}$/, 'a public key (Ed25519, SPKI, base64url)');
const challenge = z.string().min(1).max(100);
const fingerprint = z.string().regex(/^[0-9a-f]{64}$/, 'the SHA-256 of a certificate, in 64 of 0-9 and a-f');
const address = z.string().min(1).max(300);

const doorRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/hub/door',
    summary: 'The team of this hub, and the challenge that a member must answer to join',
    access: 'public',
    answers: hubDoorSchema,
    answer: ({ parts, address: from }) => {
      requireOpen(parts);
      const { hub, passes, questions } = parts;
      const asked = questions.ask(from);
      if (asked === null) {
        const headers = { 'retry-after': '60' };
        throw new Problem(429, 'This address asked for too many challenges.', { headers });
      }
      const question = { challenge: asked, fingerprint: hub.view().fingerprint ?? '' };
      const introduction = passes.introduce(question);
      return { body: { host: hub.state()?.host ?? '', team: passes.team(), ...question, introduction } };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/hub/accept',
    summary: 'Join this hub as a member of the team, by a pass; the answer shows the token only once',
    access: 'public',
    body: hubProofSchema.extend({ challenge, address }).strict(),
    status: 201,
    answers: enteredSchema,
    answer: async ({ parts, body }) => {
      requireOpen(parts);
      const who = letIn(parts, body);
      if (typeof who === 'string')
        throw new Problem(403, `The hub does not let you in: ${who}.`, { isFailedCredential: true });
      const admitted = await parts.people.admit(who);
      if (typeof admitted === 'string') throw refused(admitted);
      const { id, name, role } = who;
      return { body: { token: admitted.token, person: { id, name, role } }, location: '/api/v1/hub' };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/hub/proof',
    summary:
      'This server’s answer to a hub’s challenge, after the hub proved that it belongs to the same team',
    access: 'viewer',
    body: z.strictObject({
      /** The address at which the desktop reached the hub. */
      address,
      /** Fingerprint of the certificate there; null in plain HTTP. */
      fingerprint: fingerprint.nullable(),
      door: hubDoorSchema,
    }),
    answers: hubProofSchema,
    answer: ({ parts, body, caller }) => {
      requireOwn(caller);
      const proof = parts.passes.prove({ ...body.door, address: body.address });
      if (proof === null)
        throw new Problem(
          409,
          'This computer has no pass from a team, because it has never reached the team’s server.',
        );
      const why = whyNoHub(parts, body);
      if (why !== null) throw new Problem(403, why);
      return { body: proof };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/passes/:key',
    summary: 'A pass for hubs, signed by the team’s server for the key of the caller’s own server',
    access: 'viewer',
    params: z.object({ key: publicKey }),
    /** The computer's own name. */
    query: z.object({ computer: z.string().max(120).optional() }),
    answers: z.object({ pass: z.string() }),
    answer: ({ parts, params, query, caller }) => {
      // Not forwarded: the upstream would sign the key for the person who runs this server.
      if (parts.replica !== null) throw new Problem(404, 'Only the team’s own server gives passes.');
      const { person: id, name, role, mayCarryOthers: carries, token = null } = caller;
      const { computer = null } = query;
      if (!parts.devices.see({ key: params.key, person: id, name, computer, token }))
        throw new Problem(403, 'The team no longer trusts the key of this computer. Ask an owner.');
      return { body: { pass: parts.passes.issue({ id, name, role, carries }, params.key) } };
    },
  }),
];

export const hubRoutes = [...hostRoutes, ...doorRoutes];

/** Why we do not answer this hub's question; null when it is a hub of our team. */
function whyNoHub(
  { passes, authority }: Takes,
  { door, fingerprint }: { door: z.infer<typeof hubDoorSchema>; fingerprint: string | null },
): string | null {
  if (door.team !== passes.team())
    return `The hub of ${door.host} belongs to another team. What you wrote for yours stays with yours.`;
  if (fingerprint !== null && door.fingerprint !== fingerprint)
    return 'Somebody stands between this computer and the hub: the certificate met on the way is not the hub’s.';
  const host = door.introduction === null ? null : passes.recognise(door.introduction, door);
  if (host === null) return 'This hub cannot show that it belongs to your team: it has no pass yet.';
  if (typeof host === 'string') return `This hub cannot show that it belongs to your team: ${host}.`;
  if (host.person !== 'server' && authority.member(vouchingOf(host)) === null)
    return `${host.name}, whose hub this is, is not in your team any more.`;
  return null;
}

const vouchingOf = ({ person: id, name, role, issuedAt: vouchedAt }: Pass) => ({ id, name, role, vouchedAt });

/** The person who is let in, with their present role; otherwise the reason in words. */
function letIn(
  { hub, passes, authority, questions }: Takes,
  shown: { pass: string; proof: string; challenge: string; address: string },
): Vouched | string {
  const isAnsweredInTime = questions.isOpen(shown.challenge);
  if (!isAnsweredInTime) return 'the answer came too late, or twice; try again';
  const pass = passes.check(shown, { ...shown, fingerprint: hub.view().fingerprint ?? '' });
  if (typeof pass === 'string') return pass;
  if (!hub.isAt(shown.address)) return `this hub is not at ${shown.address}`;
  const member = authority.member(vouchingOf(pass));
  if (member === null) return 'you are not in the team any more';
  if (!questions.close(shown.challenge)) return 'the answer came twice; try again';
  const { id, name, role } = member;
  return { id, name, role, vouchedAt: pass.issuedAt, replica: pass.carries && role !== 'viewer' };
}
