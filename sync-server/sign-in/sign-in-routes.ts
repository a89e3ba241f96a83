import { z } from 'zod';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import type { SignInRefusal } from './sign-ins.ts';
import { enteredSchema, signInSchema } from '#wire/api/sign-in.ts';
import type { CompanySignIn } from './open.ts';

type Takes = {
  companySignIn: CompanySignIn | null;
};
const defineRoute = routesTaking<Takes>();

const answers: Record<SignInRefusal, readonly [status: number, detail: string]> = {
  'no-group': [
    403,
    'None of your groups may sign in here. Ask an owner of this team or the people who manage your company’s accounts.',
  ],
  'too-many': [400, 'This team already has the most people it can have.'],
};

export const signInRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/sign-in',
    summary: 'Whether people sign in here with company accounts, and at which provider',
    access: 'public',
    answers: signInSchema,
    answer: ({ parts: { companySignIn } }) => ({
      body: { company: companySignIn && { host: new URL(companySignIn.issuer).host } },
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/sign-in',
    summary: 'End a sign-in: exchange the returned code for one token',
    access: 'public',
    body: z.strictObject({
      code: z.string().min(1).max(64),
      /** RFC 7636: the challenge was the SHA-256 of this. */
      verifier: z.string().min(43).max(128),
      replica: z.boolean().default(false),
    }),
    status: 201,
    answers: enteredSchema,
    answer: async ({ parts, body, address }) => {
      const { companySignIn } = parts;
      const who = companySignIn?.going.redeem(body.code, body.verifier) ?? null;
      if (companySignIn === null || who === null)
        throw new Problem(404, 'This sign-in took too long or has already ended. Begin again.', {
          isFailedCredential: true,
        });
      const entered = await companySignIn.signIns.enter(who, { replica: body.replica, address });
      if (typeof entered === 'string') {
        const [status, detail] = answers[entered];
        companySignIn.signIns.refused(entered, address, who.claims.email ?? who.claims.name);
        throw new Problem(status, detail);
      }
      const { token, person } = entered;
      const { id, name, role } = person;
      return { body: { token, person: { id, name, role } } };
    },
  }),
];
