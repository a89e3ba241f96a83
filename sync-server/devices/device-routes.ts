import { z } from 'zod';
import { computerSchema, type Computer } from '#wire/api/access.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { idParams, listOf, moment } from '../http/shapes.ts';
import type { Identity } from '../sync/identity.ts';
import type { KeptDevice, Devices } from './devices.ts';
import type { ApiTokens } from '../people/api-tokens.ts';
import type { People } from '../people/people.ts';

type Takes = {
  now: () => number;
  people: People;
  tokens: ApiTokens;
  devices: Devices;
};
const defineRoute = routesTaking<Takes>();

function describe({ people }: Takes, device: KeptDevice): Computer {
  const { id, person, name, computer, firstSeenAt, lastSeenAt, ended } = device;
  return {
    id,
    person: { id: person, name: people.find(person)?.name ?? name },
    computer,
    firstSeenAt,
    lastSeenAt,
    ended: ended && { at: ended.at, by: ended.by, why: ended.why },
  };
}

/** The caller's own device; owners see everybody's. For anybody else it does not exist. */
function deviceFor({ devices }: Takes, id: string, caller: Identity): KeptDevice {
  const device = devices.find(id);
  if (device === null || (caller.role !== 'owner' && device.person !== caller.person)) throw unknown();
  return device;
}

const unknown = () => new Problem(404, 'There is no such computer.');

/** How far ahead a clock may be. */
const aheadMs = 60_000;

/** JN9: lists the computers that sign, and ends a lost one. */
export const deviceRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/devices',
    summary: 'My computers that sign the journal; for owners, everybody’s',
    access: 'viewer',
    isForwarded: true,
    isPersonal: true,
    answers: listOf(computerSchema),
    answer: ({ parts, caller }) => {
      const items = parts.devices.list(caller.role === 'owner' ? null : caller.person);
      return { body: { items: items.map((device) => describe(parts, device)) } };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/devices/:id/end',
    summary: 'End a computer’s key and sign it out. Entries that it signed before a time stay valid',
    access: 'viewer',
    isForwarded: true,
    isPersonal: true,
    params: idParams,
    body: z.strictObject({
      /** Since when it has been out of its owner's control; now when absent. */
      at: moment.optional(),
      why: z.string().trim().min(1).max(300).optional(),
    }),
    answers: computerSchema,
    answer: async ({ parts, params, body, caller }) => {
      const { devices, tokens, now } = parts;
      const device = deviceFor(parts, params.id, caller);
      const { at = now(), why = null } = body;
      if (at > now() + aheadMs)
        throw new Problem(400, 'A key cannot end in the future.', {
          errors: [{ field: 'at', expected: 'now or a past time, in epoch milliseconds' }],
        });
      const ended = devices.end(device.id, { at: Math.min(at, now()), by: caller.name, why });
      if (ended === null) throw unknown();
      const token = device.token === null ? null : tokens.find(device.token);
      // Revokes only the computer's own token, not the server folder's or a program's.
      if (token !== null && token.replica && !token.ownerFile) await tokens.revoke(token.id);
      return { body: describe(parts, ended) };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/devices/:id/end',
    summary:
      'Vouch again for a computer that was found: its signatures count, and it may join with an invitation',
    access: 'owner',
    isForwarded: true,
    isPersonal: true,
    params: idParams,
    answers: computerSchema,
    answer: ({ parts, params }) => {
      const again = parts.devices.vouchAgain(params.id);
      if (again === null) throw unknown();
      return { body: describe(parts, again) };
    },
  }),
];
