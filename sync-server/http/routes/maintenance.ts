import { z } from 'zod';
import type { Planned, MaintenanceRefusal } from '../../maintenance/maintenance.ts';
import { maintenanceSchema, mostWindows, type MaintenanceSettings } from '../../maintenance/schema.ts';
import type { Parts } from '../../parts.ts';
import { Problem } from '../problem.ts';
import { defineRoute } from '../route.ts';
import { idParams, listOf, readOnly } from './shapes.ts';

const answer = maintenanceSchema.extend({
  id: z.string(),
  active: z.boolean(),
  nextAt: z.number().nullable(),
});

const show = ({ maintenance }: Parts, planned: Planned) => ({
  id: planned.id,
  ...planned.settings,
  ...maintenance.look(planned),
});

function refused(refusal: MaintenanceRefusal): Problem {
  if (refusal === 'unknown') return new Problem(404, 'There is no such maintenance window.');
  if (refusal === 'changed-meanwhile')
    return new Problem(412, 'Somebody changed this meanwhile; read it again, then decide.');
  if (refusal === 'too-many')
    return new Problem(
      400,
      `There are ${mostWindows} maintenance windows already, which is the most there may be.`,
    );
  return new Problem(400, 'The maintenance window is not as expected.', { errors: [refusal] });
}

function checkMonitors({ monitors }: Parts, settings: MaintenanceSettings): MaintenanceSettings {
  if (settings.monitors === 'all') return settings;
  const index = settings.monitors.findIndex((id) => monitors.find(id) === null);
  if (index === -1) return settings;
  throw new Problem(400, 'The maintenance window is not as expected.', {
    errors: [{ field: `monitors.${index}`, expected: 'the id of a monitor' }],
  });
}

export const maintenanceRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/maintenance',
    summary: 'Every maintenance window, and whether it is open now',
    access: 'viewer',
    isForwarded: true,
    answers: listOf(answer),
    answer: ({ parts }) => ({
      body: { items: parts.maintenance.list().map((planned) => show(parts, planned)) },
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/maintenance',
    summary: 'Plan a time in which checks go on and nothing is declared',
    access: 'owner',
    isForwarded: true,
    body: maintenanceSchema,
    status: 201,
    answers: answer,
    answer: async ({ parts, body }) => {
      const added = await parts.maintenance.add(checkMonitors(parts, body));
      if (typeof added === 'string' || 'field' in added) throw refused(added);
      return {
        body: show(parts, added),
        location: `/api/v1/maintenance/${added.id}`,
        version: added.version,
      };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/maintenance/:id',
    summary: 'One maintenance window',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: answer,
    answer: ({ parts, params }) => {
      const planned = parts.maintenance.find(params.id);
      if (planned === null) throw refused('unknown');
      return { body: show(parts, planned), version: planned.version };
    },
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/v1/maintenance/:id',
    summary: 'Change a maintenance window; one sent back as it was read stays as it is',
    access: 'owner',
    isForwarded: true,
    params: idParams,
    body: maintenanceSchema.extend({ id: readOnly, active: readOnly, nextAt: readOnly }),
    answers: answer,
    answer: async ({ parts, params, body, version }) => {
      const { id: _id, active: _active, nextAt: _nextAt, ...settings } = body;
      const changed = await parts.maintenance.change(params.id, checkMonitors(parts, settings), version);
      if (typeof changed === 'string' || 'field' in changed) throw refused(changed);
      return { body: show(parts, changed), version: changed.version };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/maintenance/:id',
    summary: 'End a maintenance window and forget it',
    access: 'owner',
    isForwarded: true,
    params: idParams,
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params, version }) => {
      const removed = await parts.maintenance.remove(params.id, version);
      if (removed !== 'removed') throw refused(removed);
      return {};
    },
  }),
];
