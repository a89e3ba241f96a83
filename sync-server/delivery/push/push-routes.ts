import { ECDH, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { testOutcomeSchema } from '#wire/api/deliveries.ts';
import { pushDeviceSchema, pushDevicesSchema, type PushDevice } from '#wire/api/access.ts';
import { isForbidden, isLoopback } from '../../outgoing/forbidden.ts';
import { Problem } from '../../http/problem.ts';
import { routesTaking } from '../../http/route.ts';
import { idParams, nameSchema } from '../../http/shapes.ts';
import type { Identity } from '../../sync/identity.ts';
import { testMessage } from '../test-message.ts';
import { mostDevices, type PushDevice as KeptDevice } from './push-devices.ts';
import { pushChannel } from './push-way.ts';
import type { Deliveries } from '../deliveries.ts';
import type { Push } from './open.ts';

type Takes = {
  deliveries: Deliveries;
  push: Push;
  baseUrl: () => string;
};
const defineRoute = routesTaking<Takes>();

const describe = ({ id, name, createdAt, sentAt, goneAt }: KeptDevice): PushDevice => ({
  id,
  name,
  createdAt,
  sentAt,
  goneAt,
});

/** WP4: https, or http on this computer only; never an address that the egress guard forbids. */
const endpointSchema = z
  .string()
  .max(1_000)
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, hostname, username } = new URL(text);
    if (username !== '' || isForbidden(hostname)) return false;
    return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
  }, 'the https address of a push service, as the browser gave it');

/** Base64url of exactly this many bytes. */
const bytes = (count: number, what: string) =>
  z
    .string()
    .max(200)
    .refine(
      (text) => /^[\w-]+=*$/u.test(text) && Buffer.from(text, 'base64url').length === count,
      `${what}, as the browser gave it`,
    );

/** RFC 8291: a message cannot be encrypted for a key that is no point of the curve. */
function isOnCurve(key: string): boolean {
  try {
    ECDH.convertKey(Buffer.from(key, 'base64url'), 'prime256v1');
    return true;
  } catch {
    return false;
  }
}

const newDevice = z.strictObject({
  name: nameSchema,
  endpoint: endpointSchema,
  keys: z.strictObject({
    p256dh: bytes(65, 'a public key of 65 bytes').refine(
      isOnCurve,
      'a public key of P-256, as the browser gave it',
    ),
    auth: bytes(16, 'a secret of 16 bytes'),
  }),
});

/** The caller's own device. For anybody else it does not exist. */
function deviceFor({ push }: Takes, id: string, { person }: Identity): PushDevice {
  const device = push.devices.list(person).find((each) => each.id === id);
  if (device === undefined) throw new Problem(404, 'You have no such device.');
  return device;
}

export const pushRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/push-devices',
    summary: 'My phones and browsers that get push notices, and the key that a browser needs to allow them',
    access: 'viewer',
    isForwarded: true,
    isPersonal: true,
    answers: pushDevicesSchema,
    answer: ({ parts, caller }) => {
      const items = parts.push.devices.list(caller.person).map(describe);
      return { body: { items, publicKey: parts.push.keys.publicKey } };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/push-devices',
    summary: 'Allow notices on this browser; the same browser again keeps its place',
    access: 'responder',
    isForwarded: true,
    isPersonal: true,
    body: newDevice,
    status: 201,
    answers: pushDeviceSchema,
    answer: ({ parts, body, caller }) => {
      const { name, ...subscription } = body;
      const device = parts.push.devices.allow({
        person: caller.person,
        token: caller.token ?? null,
        name,
        subscription,
      });
      if (device === 'too-many')
        throw new Problem(
          400,
          `You have ${mostDevices} devices, which is the most one person has. Remove some.`,
        );
      return { body: describe(device), location: `/api/v1/push-devices/${device.id}` };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/push-devices/:id/test',
    summary: 'Send a test notice to one of my devices',
    access: 'responder',
    isForwarded: true,
    isPersonal: true,
    params: idParams,
    answers: testOutcomeSchema,
    answer: async ({ parts, params, caller }) => {
      const { id } = deviceFor(parts, params.id, caller);
      const { state, reason } = await parts.deliveries.send({
        channel: pushChannel,
        message: {
          ...testMessage({ by: caller.name, to: undefined, url: parts.baseUrl() }),
          to: { person: { id: caller.person, name: caller.name, device: id } },
        },
        dedupKey: `test:${randomUUID()}`,
        person: caller.person,
      });
      return { body: state === 'sent' ? { ok: true } : { ok: false, reason: reason ?? 'it was not sent' } };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/push-devices/:id',
    summary: 'Stop notices to one of my devices',
    access: 'viewer',
    isForwarded: true,
    isPersonal: true,
    params: idParams,
    status: 204,
    answers: z.undefined(),
    answer: ({ parts, params, caller }) => {
      parts.push.devices.remove(deviceFor(parts, params.id, caller).id);
      return {};
    },
  }),
];
