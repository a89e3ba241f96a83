import { z } from 'zod';
import { kindSchema } from '#wire/api/forms.ts';
import { intakeAnswerSchema, misunderstoodSchema } from '#wire/api/intakes.ts';
import { describeFields } from '../forms/fields.ts';
import { intakeKinds } from './index.ts';
import { intakeSchema, type IntakeSettings } from '#wire/api/intakes.ts';
import { mostIntakes, type Intake, type IntakeRefusal, type Intakes } from './intakes.ts';
import type { Identity } from '../sync/identity.ts';
import { changedMeanwhile, Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { describeIssues } from '../http/validate.ts';
import { idParams, listOf, readOnly } from '../http/shapes.ts';
import type { Beats } from '../monitoring/beats.ts';
import type { Monitors } from '../monitoring/monitors.ts';

type Takes = {
  monitors: Monitors;
  intakes: Intakes;
  beats: Beats;
};
const defineRoute = routesTaking<Takes>();

type Shown = { parts: Takes; caller: Identity };

/** Only owners see the key. */
function show({ parts, caller }: Shown, intake: Intake) {
  const { id, settings, monitor, lastSeenAt, received, lastError } = intake;
  const key = keyOf(parts, intake);
  const secret = caller.role === 'owner' && key !== null ? { key, path: pathOf(settings.kind, key) } : {};
  return { id, ...settings, ...secret, monitor, lastSeenAt, received, lastError };
}

/** A heartbeat intake uses the key of its monitor's beat address. */
function keyOf({ monitors, beats }: Takes, intake: Intake): string | null {
  if (intake.settings.kind !== 'heartbeat') return intake.key;
  const monitor = intake.monitor === null ? null : monitors.find(intake.monitor);
  return (monitor && beats.pathOf(monitor)?.replace(/^\/beat\//, '')) ?? null;
}

function pathOf(kind: string, key: string): string {
  if (kind === 'pagerduty') return '/v2/enqueue';
  if (kind === 'heartbeat') return `/beat/${key}`;
  return kind === 'report' ? `/report/${key}` : `/intake/${key}/${kind}`;
}

/** Validates the settings with the form of their kind. */
async function checkSettings(given: IntakeSettings): Promise<IntakeSettings> {
  const kind = Object.hasOwn(intakeKinds, given.kind) ? intakeKinds[given.kind] : undefined;
  if (kind === undefined) {
    const expected = `one of ${Object.keys(intakeKinds).join(', ')}`;
    throw new Problem(400, 'There is no such kind of intake.', { errors: [{ field: 'kind', expected }] });
  }
  const result = kind.schema.safeParse(given.settings);
  const errors = result.success ? await kind.check(result.data) : describeIssues(result.error, 'settings');
  if (!result.success || errors.length > 0)
    throw new Problem(400, 'The settings of the intake are not as expected.', { errors });
  return { ...given, settings: result.data };
}

const answers: Record<IntakeRefusal, readonly [status: number, detail: string]> = {
  unknown: [404, 'There is no such intake.'],
  'too-many': [400, `There are already ${mostIntakes} intakes. That is the limit.`],
  'changed-meanwhile': changedMeanwhile,
};
const refused = (refusal: IntakeRefusal): Problem => new Problem(...answers[refusal]);

/** A heartbeat alerts when beats stop, so it is a monitor. */
async function makeMonitor(
  { monitors }: Takes,
  { name, service, settings }: IntakeSettings,
): Promise<string> {
  const made = await monitors.add({
    name,
    kind: 'heartbeat',
    settings,
    intervalSeconds: 30,
    confirmations: 1,
    recoveries: 1,
    paused: false,
    ...(service === undefined ? {} : { service }),
  });
  if (typeof made === 'string') throw new Problem(400, 'There are too many monitors for another heartbeat.');
  return made.id;
}

const location = ({ id }: Intake) => `/api/v1/intakes/${id}`;

export const intakeRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/intake-kinds',
    summary: 'The kinds of intakes, each with the form of its settings',
    access: 'viewer',
    answers: listOf(kindSchema),
    answer: () => {
      const items = Object.entries(intakeKinds).map(([kind, { label, fields }]) => ({
        kind,
        label,
        fields: describeFields(fields),
      }));
      return { body: { items } };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/intakes',
    summary: 'Every intake and its last use; keys only for owners',
    access: 'viewer',
    isForwarded: true,
    answers: listOf(intakeAnswerSchema),
    answer: (call) => ({ body: { items: call.parts.intakes.list().map((each) => show(call, each)) } }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/intakes',
    summary: 'Add an intake; the answer contains its key',
    access: 'owner',
    isForwarded: true,
    body: intakeSchema,
    status: 201,
    answers: intakeAnswerSchema,
    answer: async (call) => {
      const settings = await checkSettings(call.body);
      const monitor = settings.kind === 'heartbeat' ? await makeMonitor(call.parts, settings) : null;
      const added = await call.parts.intakes.add(settings, monitor);
      if (typeof added === 'string') {
        if (monitor !== null) await call.parts.monitors.remove(monitor, null);
        throw refused(added);
      }
      return { body: show(call, added), location: location(added), version: added.version };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/intakes/:id',
    summary: 'One intake',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: intakeAnswerSchema,
    answer: (call) => {
      const intake = call.parts.intakes.find(call.params.id);
      if (intake === null) throw refused('unknown');
      return { body: show(call, intake), version: intake.version };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/intakes/:id/misunderstood',
    summary: 'Deliveries that an intake did not fully understand, newest first',
    access: 'responder',
    isForwarded: true,
    params: idParams,
    answers: listOf(misunderstoodSchema),
    answer: ({ parts, params }) => {
      if (parts.intakes.find(params.id) === null) throw refused('unknown');
      return { body: { items: parts.intakes.misunderstood.list(params.id) } };
    },
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/v1/intakes/:id',
    summary: 'Change an intake; its kind and key stay',
    access: 'owner',
    isForwarded: true,
    params: idParams,
    body: intakeSchema.extend({
      id: readOnly,
      key: readOnly,
      path: readOnly,
      monitor: readOnly,
      lastSeenAt: readOnly,
      received: readOnly,
      lastError: readOnly,
    }),
    answers: intakeAnswerSchema,
    answer: async (call) => {
      const { parts, params, version } = call;
      const { name, kind, service, settings } = call.body;
      const before = parts.intakes.find(params.id);
      if (before === null) throw refused('unknown');
      if (before.settings.kind !== kind) {
        const errors = [{ field: 'kind', expected: `${before.settings.kind}, as before` }];
        throw new Problem(400, 'The kind of an intake cannot change. Add another intake.', { errors });
      }
      const given = await checkSettings({
        name,
        kind,
        settings,
        ...(service === undefined ? {} : { service }),
      });
      const changed = await parts.intakes.change(params.id, given, version);
      if (typeof changed === 'string') throw refused(changed);
      const monitor = changed.monitor === null ? null : parts.monitors.find(changed.monitor);
      if (monitor !== null) {
        const { service: _service, ...kept } = monitor.settings;
        const renamed = {
          ...kept,
          name,
          settings: given.settings,
          ...(service === undefined ? {} : { service }),
        };
        await parts.monitors.change(monitor.id, renamed, null);
      }
      return { body: show(call, changed), version: changed.version };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/intakes/:id/key',
    summary: 'A new key; the old one ends at once',
    access: 'owner',
    isForwarded: true,
    params: idParams,
    answers: intakeAnswerSchema,
    answer: async (call) => {
      const { parts, params } = call;
      const rotated = await parts.intakes.rotate(params.id);
      if (typeof rotated === 'string') throw refused(rotated);
      const monitor = rotated.monitor === null ? null : parts.monitors.find(rotated.monitor);
      if (monitor !== null) parts.beats.rotate(monitor);
      return { body: show(call, rotated), version: rotated.version };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/intakes/:id',
    summary: 'Remove an intake and, with it, the monitor of a heartbeat',
    access: 'owner',
    isForwarded: true,
    params: idParams,
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params, version }) => {
      const before = parts.intakes.find(params.id);
      const removed = await parts.intakes.remove(params.id, version);
      if (removed !== 'removed') throw refused(removed);
      if (before?.monitor) await parts.monitors.remove(before.monitor, null);
      return {};
    },
  }),
];
