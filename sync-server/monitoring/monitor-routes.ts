import { z } from 'zod';
import { noticesWithin } from '#room/team/detection.ts';
import { checkKindSchema } from '#wire/api/forms.ts';
import { monitorAddsShape } from '#wire/api/monitors.ts';
import { checks } from '../checks/index.ts';
import { longestCheckMs } from './run-check.ts';
import { describeFields } from '../forms/fields.ts';
import { wrongLocations, type Locations } from './locations/locations.ts';
import { monitorSchema, type MonitorSettings } from '#wire/api/monitors.ts';
import { mostMonitors, type Monitor, type MonitorRefusal, type Monitors } from './monitors.ts';
import { hideSecrets, restoreSecrets } from '../forms/secret.ts';
import type { Identity } from '../sync/identity.ts';
import { changedMeanwhile, Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { describeIssues } from '../http/validate.ts';
import { idParams, listOf } from '../http/shapes.ts';
import { sampleSchema } from '#wire/api/monitoring.ts';
import { shelfRoutes } from '../http/collection-routes.ts';
import type { Beats } from './beats.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Samples } from './history/samples.ts';
import type { Watch } from './watch.ts';

type Takes = {
  incidents: Incidents;
  locations: Locations;
  monitors: Monitors;
  samples: Samples;
  watch: Watch;
  beats: Beats;
  baseUrl: () => string;
};
const defineRoute = routesTaking<Takes>();

type Showing = { parts: Takes; caller: Identity };

/** HB2: viewers do not see the address for beats. */
function show(monitor: Monitor, { parts, caller }: Showing) {
  const { id, settings, standing } = monitor;
  // TM2: people who may not see an incident do not see its id either.
  const { origin, ...rest } = settings;
  const isSeen = origin !== undefined && parts.incidents.knows(origin.incident);
  const shown = hideSecrets(checks[settings.kind]?.fields, settings.settings);
  const beatUrl = caller.role === 'viewer' ? null : parts.beats.pathOf(monitor);
  return {
    id,
    ...rest,
    ...(isSeen && { origin }),
    settings: shown,
    status: parts.watch.statusOf(monitor),
    since: standing.since,
    reason: standing.reason,
    noticesWithinSeconds: noticesOf(settings),
    ...(beatUrl !== null && { beatUrl, beatAddress: `${parts.baseUrl()}${beatUrl}` }),
  };
}

/** CH17: when its target gives no answer. */
function noticesOf(settings: MonitorSettings): number | null {
  const check = checks[settings.kind];
  if (check === undefined || check.isPassive) return null;
  return noticesWithin(settings, (check.deadlineMs ?? longestCheckMs) / 1000).silent;
}

/** The settings as the check's own form accepts them; throws a Problem that names each error. */
export function checkSettings(
  given: Pick<MonitorSettings, 'kind' | 'settings'>,
  before: Monitor | null,
): MonitorSettings['settings'] {
  const check = Object.hasOwn(checks, given.kind) ? checks[given.kind] : undefined;
  if (check === undefined) {
    const expected = `one of ${Object.keys(checks).join(', ')}`;
    throw new Problem(400, 'There is no such check.', { errors: [{ field: 'kind', expected }] });
  }
  const isSameKind = before?.settings.kind === given.kind;
  const settings = restoreSecrets(given.settings, isSameKind ? before.settings.settings : {});
  const result = check.schema.safeParse(settings);
  if (result.success) return result.data;
  throw new Problem(400, 'The settings of the check are not as expected.', {
    errors: describeIssues(result.error, 'settings'),
  });
}

const parentError = (expected: string): Problem =>
  new Problem(400, 'The monitor cannot depend on that one.', { errors: [{ field: 'parent', expected }] });

const answers: Record<MonitorRefusal, () => Problem> = {
  unknown: () => new Problem(404, 'There is no such monitor.'),
  'too-many': () => new Problem(400, `There are already ${mostMonitors} monitors. That is the limit.`),
  'changed-meanwhile': () => new Problem(...changedMeanwhile),
  'unknown-parent': () => parentError('the id of another monitor'),
  'parent-loop': () => parentError('a monitor that does not itself depend on this one'),
};

const refused = (refusal: MonitorRefusal): Problem => answers[refusal]();

export const monitorRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/check-kinds',
    summary: 'The kinds of checks, each with the form of its settings',
    access: 'viewer',
    answers: listOf(checkKindSchema),
    answer: () => {
      const items = Object.entries(checks).map(([kind, check]) => ({
        kind,
        label: check.label,
        about: check.about,
        isPassive: check.isPassive,
        intervalSeconds: check.intervalSeconds,
        area: check.area,
        deadlineSeconds: (check.deadlineMs ?? longestCheckMs) / 1000,
        fields: describeFields(check.fields),
      }));
      return { body: { items } };
    },
  }),
  ...shelfRoutes<Takes, MonitorSettings, Monitor, MonitorRefusal>({
    path: '/api/v1/monitors',
    summaries: {
      list: 'Every monitor with its state',
      add: 'Watch something',
      one: 'One monitor',
      change: 'Change a monitor; a secret sent back as it was read stays as it is',
      remove: 'Stop watching, and forget its measurements',
    },
    schema: monitorSchema,
    adds: monitorAddsShape,
    shelf: (parts) => parts.monitors,
    show,
    check: (given, before, { locations }) => {
      const wrong = wrongLocations(given, (id) => locations.find(id) !== null);
      if (wrong !== null) {
        const errors = [{ field: wrong.path.join('.'), expected: wrong.expected }];
        throw new Problem(400, 'The locations of the monitor are not as expected.', { errors });
      }
      return { ...given, settings: checkSettings(given, before) };
    },
    refused,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/monitors/:id/samples',
    summary: 'Its measurements of the last day, oldest first',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    query: z.object({ since: z.coerce.number().min(0).default(0) }),
    answers: listOf(sampleSchema),
    answer: async ({ parts, params, query }) => {
      if (parts.monitors.find(params.id) === null) throw refused('unknown');
      return { body: { items: await parts.samples.list(params.id, query.since) } };
    },
  }),
];
