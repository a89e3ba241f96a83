import { isDeepStrictEqual } from 'node:util';
import type { Contact, NotifyRule } from '#room/feed/feed.ts';
import { z } from 'zod';
import { pushChannel } from '../delivery/push/push-way.ts';
import { contactSchema, notifySchema, personSchema, roleSchema } from '#wire/api/people.ts';
import { seenBy } from './seen-by.ts';
import { mostPeople, plain, type KeptPerson, type Refusal, type People } from './people.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { idParams, listOf, nameSchema, readOnly } from '../http/shapes.ts';
import type { Channels } from '../delivery/configured-channels.ts';

type Takes = {
  now: () => number;
  people: People;
  channels: Channels;
};
const defineRoute = routesTaking<Takes>();

const personBody = z.strictObject({
  name: nameSchema,
  role: roleSchema,
  contact: contactSchema.optional(),
  notify: notifySchema.optional(),
});

const personChange = personBody.extend({
  role: roleSchema.optional(),
  // Clients send it back as they read it; confirming contact details is a separate call.
  contact: contactSchema.extend({ confirmedAt: readOnly }).nullable().optional(),
  notify: notifySchema.optional(),
  id: readOnly,
});

function checkWays({ channels }: Takes, notify: readonly NotifyRule[] = []) {
  const errors = notify.flatMap(({ channel }, index) =>
    channel === 'desktop' || channel === pushChannel || channels.find(channel) !== null
      ? []
      : [{ field: `notify.${index}.channel`, expected: 'desktop, push, or the id of a channel' }],
  );
  if (errors.length > 0) throw new Problem(400, 'There is no such channel.', { errors });
}

/** AB1: the server dates new absences and ignores the caller's date. */
function datedAway(away: NonNullable<Contact['away']>, contact: Contact | null | undefined, now: number) {
  return away.map(({ from, to }) => {
    const known = contact?.away?.find((each) => each.from === from && each.to === to);
    return { from, to, since: known?.since ?? now };
  });
}

/** PE1: people confirm their details by writing them; details that others write are unconfirmed. */
function confirmed(before: KeptPerson, given: Contact | null, isSelf: boolean, now: number): Contact | null {
  if (given === null) return null;
  const { confirmedAt: _ignored, ...rest } = given;
  const contact = { ...rest, ...(rest.away && { away: datedAway(rest.away, before.contact, now) }) };
  const { confirmedAt: confirmedBefore, ...contactBefore } = before.contact ?? {};
  const isSame = isDeepStrictEqual(contact, contactBefore);
  const confirmedAt = isSame ? confirmedBefore : isSelf ? now : undefined;
  return { ...contact, ...(confirmedAt === undefined ? {} : { confirmedAt }) };
}

const answers: Record<Refusal, readonly [status: number, detail: string]> = {
  unknown: [404, 'There is no such person.'],
  'last-owner': [409, 'This is the last owner; make somebody else an owner first.'],
  'too-many': [400, `There are already ${mostPeople} people. That is the limit.`],
  'sent-away': [403, 'The host of this hub sent you away. Only the host can let you in again.'],
  'changed-meanwhile': [412, 'Somebody else has changed this. Read it again, then decide.'],
  'name-of-an-owner': [409, 'An owner of this team has this name; choose one that tells you apart.'],
};

/** The problem that answers a refusal of people.ts. */
export const refused = (refusal: Refusal): Problem => new Problem(...answers[refusal]);

export const peopleRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/people',
    summary: 'Everybody in the team',
    access: 'viewer',
    isForwarded: true,
    answers: listOf(personSchema),
    answer: ({ parts, caller }) => ({
      body: { items: parts.people.list().map((person) => seenBy(caller, person)) },
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/people',
    summary: 'Add a person; the answer shows the token only once',
    access: 'owner',
    isForwarded: true,
    body: personBody,
    status: 201,
    answers: personSchema.extend({ token: z.string() }),
    answer: async ({ parts, body }) => {
      const { away, ...contact } = (body.contact ?? {}) as Contact;
      checkWays(parts, body.notify);
      const added = await parts.people.add({
        ...body,
        contact: body.contact && { ...contact, ...(away && { away: datedAway(away, null, parts.now()) }) },
      });
      if (typeof added === 'string') throw refused(added);
      const { person, token } = added;
      return {
        body: { ...plain(person), token },
        location: `/api/v1/people/${person.id}`,
        version: person.version,
      };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/people/:id',
    summary: 'One person',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: personSchema,
    answer: ({ parts, params, caller }) => {
      const person = parts.people.find(params.id);
      if (person === null) throw refused('unknown');
      return { body: seenBy(caller, plain(person)), version: person.version };
    },
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/v1/people/:id',
    summary: 'Change a person; everybody may change their own name, contact details and notifications',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    body: personChange,
    answers: personSchema,
    answer: async ({ parts, params, body, caller, version }) => {
      const before = parts.people.find(params.id);
      const isOwner = caller.role === 'owner';
      if (!isOwner && caller.person !== params.id)
        throw new Problem(403, 'Only an owner may change somebody else.');
      if (before === null) throw refused('unknown');
      const { name, role = before.role, notify } = body;
      if (!isOwner && role !== before.role) throw new Problem(403, 'Only an owner may change roles.');
      if (!isOwner && parts.people.isOwnersName(name, params.id)) throw refused('name-of-an-owner');
      checkWays(parts, body.notify);
      const given = body.contact as Contact | null | undefined;
      const contact = given && confirmed(before, given, caller.person === params.id, parts.now());
      const changed = await parts.people.change(params.id, { name, role, contact, notify }, version);
      if (typeof changed === 'string') throw refused(changed);
      return { body: plain(changed), version: changed.version };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/people/:id/confirm',
    summary: 'Confirm my contact details',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: personSchema,
    answer: async ({ parts, params, caller, version }) => {
      if (caller.person !== params.id) throw new Problem(403, 'Only that person can confirm their details.');
      const before = parts.people.find(params.id);
      if (before === null) throw refused('unknown');
      const contact = { ...before.contact, confirmedAt: parts.now() };
      const changed = await parts.people.change(params.id, { ...before, contact }, version);
      if (typeof changed === 'string') throw refused(changed);
      return { body: plain(changed), version: changed.version };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/people/:id',
    summary: 'Remove a person; their tokens end at once, their entries stay',
    access: 'owner',
    isForwarded: true,
    params: idParams,
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params, version }) => {
      const removed = await parts.people.remove(params.id, version);
      if (removed !== 'removed') throw refused(removed);
      return {};
    },
  }),
];
