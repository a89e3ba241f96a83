import { z } from 'zod';
import { actionItemSchema, itemStates } from '#wire/api/action-items.ts';
import { serviceName } from '#wire/api/list.ts';
import { filterItems, isOverdue, asksAgain } from '#room/learning/action-items.ts';
import { itemTypes } from '#room/facts/tasks.ts';
import type { Service } from '#room/team/services.ts';
import { lintItem } from '#room/learning/item-lint.ts';
import { routesTaking } from '../http/route.ts';
import { listOf } from '../http/shapes.ts';
import type { Replica } from '../replica/replica.ts';
import type { ActionItems } from './action-items.ts';

type Takes = {
  now: () => number;
  actionItems: ActionItems;
  services: { shown(): readonly Service[] };
  replica: Pick<Replica, 'mirrored'> | null;
};
const defineRoute = routesTaking<Takes>();

const yes = z.literal('true');

const query = z.strictObject({
  mine: yes.optional(),
  owner: z.string().min(1).max(64).optional(),
  overdue: yes.optional(),
  service: serviceName.optional(),
  type: z.enum(itemTypes).optional(),
  state: z.enum([...itemStates, 'overdue', 'all']).optional(),
  again: yes.optional(),
  automate: yes.optional(),
});

/** AI1: each server answers from its own rooms, even while the team's server is away. */
export const itemRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/action-items',
    summary: 'Action items of all incidents, the earliest day first: the open ones unless `state` says other',
    access: 'viewer',
    query,
    answers: listOf(actionItemSchema),
    answer: ({ parts: { actionItems, now, services, replica }, query: asked, caller }) => {
      const { mine, owner = null, overdue, service = null, type = null, state = 'open' } = asked;
      const filter = {
        owner: mine === undefined ? owner : caller.person,
        isOverdue: overdue !== undefined || state === 'overdue',
        asksAgain: asked.again !== undefined,
        automate: asked.automate !== undefined,
        service,
        type,
        state: state === 'overdue' ? 'open' : state,
      };
      const at = now();
      const known = { now: at, services: replica?.mirrored().services ?? services.shown() };
      const items = filterItems(actionItems.list(), filter, known).map((item) => ({
        ...item,
        isOverdue: isOverdue(item, at),
        asksAgain: asksAgain(item, at),
        lacks: lintItem(item),
      }));
      return { body: { items } };
    },
  }),
];
