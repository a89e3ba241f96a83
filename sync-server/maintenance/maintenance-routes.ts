import { z } from 'zod';
import type { Planned, MaintenanceRefusal } from './maintenance.ts';
import { maintenanceSchema, mostWindows, type MaintenanceSettings } from './schema.ts';
import type { Parts } from '../parts.ts';
import { changedMeanwhile, Problem } from '../http/problem.ts';
import { shelfRoutes } from '../http/collection-routes.ts';

function refused(refusal: MaintenanceRefusal): Problem {
  if (refusal === 'unknown') return new Problem(404, 'There is no such maintenance window.');
  if (refusal === 'changed-meanwhile') return new Problem(...changedMeanwhile);
  if (refusal === 'too-many')
    return new Problem(
      400,
      `There are ${mostWindows} maintenance windows already, which is the most there may be.`,
    );
  return new Problem(400, 'The maintenance window is not as expected.', { errors: [refusal] });
}

function checkMonitors(
  settings: MaintenanceSettings,
  _before: Planned | null,
  { monitors }: Parts,
): MaintenanceSettings {
  if (settings.monitors === 'all') return settings;
  const index = settings.monitors.findIndex((id) => monitors.find(id) === null);
  if (index === -1) return settings;
  throw new Problem(400, 'The maintenance window is not as expected.', {
    errors: [{ field: `monitors.${index}`, expected: 'the id of a monitor' }],
  });
}

export const maintenanceRoutes = shelfRoutes<MaintenanceSettings, Planned, MaintenanceRefusal>({
  path: '/api/v1/maintenance',
  summaries: {
    list: 'Every maintenance window, and whether it is open now',
    add: 'Plan a time in which checks go on and nothing is declared',
    one: 'One maintenance window',
    change: 'Change a maintenance window; one sent back as it was read stays as it is',
    remove: 'End a maintenance window and forget it',
  },
  schema: maintenanceSchema,
  adds: { active: z.boolean(), nextAt: z.number().nullable() },
  shelf: (parts) => parts.maintenance,
  show: (planned, { parts: { maintenance } }) => ({
    id: planned.id,
    ...planned.settings,
    ...maintenance.look(planned),
  }),
  check: checkMonitors,
  refused,
});
