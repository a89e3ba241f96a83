// AB5: offering a shift, taking it, and taking the offer back.
import { z } from 'zod';
import { swapSchema } from '#wire/api/on-call.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { idParams, listOf, moment } from '../http/shapes.ts';
import { awayIn } from './away.ts';
import type { Schedule, Schedules } from './schedules.ts';
import { planShifts } from './shifts.ts';
import { mostSwaps, type Swap, type Swaps } from './swaps.ts';
import type { People } from '../people/people.ts';

type Takes = {
  now: () => number;
  people: People;
  swaps: Swaps;
  schedules: Schedules;
};
const defineRoute = routesTaking<Takes>();

type Range = { from: number; to: number };
const range = z
  .strictObject({ from: moment, to: moment })
  .refine(({ from, to }) => to > from, { path: ['to'], message: 'a time after from' });
const show = ({ id, settings: { schedule: _schedule, ...settings } }: Swap) => ({ id, ...settings });
const swapParams = idParams.extend({ swap: z.string().min(1).max(64) });

const wrong = (field: string, expected: string) =>
  new Problem(400, 'The offer is not as expected.', { errors: [{ field, expected }] });

function scheduleOf({ schedules }: Takes, id: string): Schedule {
  const schedule = schedules.find(id);
  if (schedule === null) throw new Problem(404, 'There is no such schedule.');
  return schedule;
}

function swapOf({ swaps }: Takes, { id, swap }: { id: string; swap: string }): Swap {
  const found = swaps.find(swap);
  if (found === null || found.settings.schedule !== id) throw new Problem(404, 'There is no such offer.');
  return found;
}

/** Whether these people have the whole shift now. */
function isTheirs(parts: Takes, schedule: Schedule, people: readonly string[], when: Range): boolean {
  const { settings, overrides } = schedule;
  const { shifts, gaps } = planShifts(settings, overrides, when, awayIn(parts));
  return gaps.length === 0 && shifts.every(({ person }) => people.includes(person));
}

async function give(parts: Takes, schedule: string, person: string, when: Range): Promise<void> {
  const added = await parts.schedules.override(schedule, { person, ...when, by: person });
  if (added === 'too-many-overrides')
    throw new Problem(400, 'The schedule has too many overrides. Remove some first.');
  if (typeof added === 'string') throw new Problem(404, 'There is no such schedule.');
}

export const swapRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/schedules/:id/swaps',
    summary: 'Offered and taken shifts that are not over yet',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: listOf(swapSchema),
    answer: ({ parts, params }) => ({
      body: { items: parts.swaps.of(scheduleOf(parts, params.id).id).map(show) },
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/schedules/:id/swaps',
    summary: 'Offer one of my shifts to one person or everybody, also in exchange',
    access: 'responder',
    isForwarded: true,
    params: idParams,
    body: z.strictObject({
      from: moment,
      to: moment,
      asked: z.string().min(1).max(64).optional(),
      inReturn: range.optional(),
    }),
    status: 201,
    answers: swapSchema,
    answer: async ({ parts, params, body, caller }) => {
      const schedule = scheduleOf(parts, params.id);
      const { from, to, asked, inReturn } = body;
      if (to <= from) throw wrong('to', 'a time after from');
      if (to <= parts.now()) throw wrong('to', 'a time that is still to come');
      if (!isTheirs(parts, schedule, [caller.person], { from, to }))
        throw wrong('from', 'a time in which you have the shift throughout');
      if (asked !== undefined && (asked === caller.person || parts.people.find(asked) === null))
        throw wrong('asked', 'the id of somebody else in the team');
      if (inReturn !== undefined && asked === undefined)
        throw wrong('inReturn', 'nothing, unless one person is asked');
      if (inReturn !== undefined && !isTheirs(parts, schedule, [asked ?? ''], inReturn))
        throw wrong('inReturn', 'a time in which they have the shift throughout');
      const added = await parts.swaps.add({
        schedule: schedule.id,
        person: caller.person,
        asked: asked ?? null,
        give: { from, to },
        inReturn: inReturn ?? null,
        at: parts.now(),
        acceptedBy: null,
        acceptedAt: null,
      });
      if (typeof added === 'string')
        throw new Problem(400, `There are already ${mostSwaps} offers. That is the limit.`);
      return { body: show(added), location: `/api/v1/schedules/${schedule.id}/swaps/${added.id}` };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/schedules/:id/swaps/:swap/accept',
    summary: 'Take a shift that is offered to me; both shifts become overrides',
    access: 'responder',
    isForwarded: true,
    params: swapParams,
    answers: swapSchema,
    answer: async ({ parts, params, caller }) => {
      const swap = swapOf(parts, params);
      const schedule = scheduleOf(parts, params.id);
      const { person, asked, give: offered, inReturn, acceptedBy } = swap.settings;
      const me = caller.person;
      if (acceptedBy !== null) throw new Problem(409, 'Somebody has already taken the shift.');
      if (me === person || (asked !== null && asked !== me))
        throw new Problem(403, 'The offer is for somebody else.');
      if (offered.to <= parts.now()) throw new Problem(409, 'The shift is over.');
      // After a crash in between, one of the two already has the shift; the rest is done again.
      const both = [person, me];
      if (
        !isTheirs(parts, schedule, both, offered) ||
        (inReturn && !isTheirs(parts, schedule, both, inReturn))
      )
        throw new Problem(409, 'Somebody else has one of these shifts now.');
      await give(parts, schedule.id, me, offered);
      if (inReturn !== null) await give(parts, schedule.id, person, inReturn);
      const taken = { ...swap.settings, acceptedBy: me, acceptedAt: parts.now() };
      const changed = await parts.swaps.change(swap.id, taken, swap.version);
      if (typeof changed === 'string') throw new Problem(409, 'Somebody has already taken the shift.');
      return { body: show(changed) };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/schedules/:id/swaps/:swap',
    summary: 'Take an offer back or decline one',
    access: 'responder',
    isForwarded: true,
    params: swapParams,
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params, caller }) => {
      const { id, settings } = swapOf(parts, params);
      const mayDo = caller.role === 'owner' || [settings.person, settings.asked].includes(caller.person);
      if (!mayDo)
        throw new Problem(
          403,
          'Only the person who offers it, the person asked, or an owner can end an offer.',
        );
      if (settings.acceptedBy !== null)
        throw new Problem(409, 'Somebody took the shift. Remove the override, or offer the shift back.');
      await parts.swaps.remove(id, null);
      return {};
    },
  }),
];
