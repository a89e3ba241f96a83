// CH19 to CH22: the locations of the team, what each saw, and the exchange by which a location gets its checks and
// sends its results.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  exchangedSchema,
  exchangeSchema,
  locationAddsShape,
  locationSchema,
  locationSpansSchema,
  ownLocationSchema,
  ownServer,
  type LocationSettings,
} from '#wire/api/locations.ts';
import type { Devices } from '../../devices/devices.ts';
import { shelfRoutes } from '../../http/collection-routes.ts';
import { changedMeanwhile, Problem } from '../../http/problem.ts';
import { routesTaking } from '../../http/route.ts';
import { idParams, listOf } from '../../http/shapes.ts';
import type { People } from '../../people/people.ts';
import type { Monitors } from '../monitors.ts';
import { mostLocations, type KeptLocation, type LocationRefusal, type Locations } from './locations.ts';
import type { MeasuringForTeam } from './measure-for-team.ts';

type Takes = {
  locations: Locations;
  monitors: Monitors;
  devices: Devices;
  people: People;
  /** Null on the team's own server. */
  measuringForTeam: MeasuringForTeam | null;
};
const defineRoute = routesTaking<Takes>();

const usersOf = ({ monitors }: Takes, id: string) =>
  monitors.list().filter(({ settings }) => settings.locations?.includes(id) === true);

function show({ id, settings }: KeptLocation, { parts }: { parts: Takes }) {
  const device = parts.devices.find(settings.device);
  const said = parts.locations.presenceOf(id);
  return {
    id,
    ...settings,
    computer: device?.computer ?? null,
    person: device && { id: device.person, name: parts.people.find(device.person)?.name ?? device.name },
    isAllowed: said?.isAllowed ?? null,
    heardAt: said?.heardAt ?? null,
    monitors: usersOf(parts, id).length,
  };
}

const wrong = (field: string, expected: string) =>
  new Problem(400, 'The location is not as expected.', { errors: [{ field, expected }] });

const refusals: Record<LocationRefusal, () => Problem> = {
  unknown: () => new Problem(404, 'There is no such location.'),
  'too-many': () => new Problem(400, `There are already ${mostLocations} locations. That is the limit.`),
  'changed-meanwhile': () => new Problem(...changedMeanwhile),
  'name-taken': () => wrong('name', 'a name that no other location has'),
  'device-taken': () => wrong('device', 'a computer that is no location yet'),
  'unknown-device': () => wrong('device', 'the id of a computer of the team (GET /api/v1/devices)'),
};

export const locationRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/v1/locations/exchange',
    summary: 'Exchange results for checks, as a computer that is a location',
    access: 'viewer',
    body: exchangeSchema,
    answers: exchangedSchema,
    answer: ({ parts: { locations }, caller, body }) => {
      const location = locations.ofToken(caller.token);
      if (location === null) throw new Problem(404, 'This computer is not a location of the team.');
      locations.hear(location, body);
      const asked = body.isAllowed ? locations.checksFor(location) : [];
      const revision = createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 32);
      const isKnown = revision === body.revision;
      return { body: { name: location.settings.name, revision, checks: isKnown ? null : asked } };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/locations/this-computer',
    summary: 'Whether the team measures from this computer, and which checks',
    access: 'viewer',
    answers: ownLocationSchema,
    answer: async ({ parts }) => ({ body: await ownOf(parts).look() }),
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/v1/locations/this-computer',
    summary: 'Let the team measure from this computer, or no longer',
    access: 'viewer',
    body: z.strictObject({ isAllowed: z.boolean() }),
    answers: ownLocationSchema,
    answer: async ({ parts, caller, body }) => {
      if (caller.ownsServer !== true)
        throw new Problem(403, 'Only the person at this computer can change whether it measures.');
      return { body: await ownOf(parts).allow(body.isAllowed) };
    },
  }),
  ...shelfRoutes<Takes, LocationSettings, KeptLocation, LocationRefusal>({
    path: '/api/v1/locations',
    summaries: {
      list: 'The locations that measure beside the team’s server',
      add: 'Add a computer of the team as a location',
      one: 'One location',
      change: 'Change a location',
      remove: 'Remove a location with its results',
    },
    schema: locationSchema,
    adds: locationAddsShape,
    shelf: (parts) => parts.locations,
    show,
    checkRemoval: (id, parts) => {
      const [first, ...others] = usersOf(parts, id);
      if (first === undefined) return;
      const more = others.length === 0 ? '' : ` and ${others.length} more`;
      throw new Problem(409, `${first.settings.name}${more} is measured from it. Change that first.`);
    },
    refused: (refusal) => refusals[refusal](),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/monitors/:id/locations',
    summary: 'What each location of a monitor saw, as spans of one status (kept 30 days)',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    query: z.object({ since: z.coerce.number().min(0).default(0) }),
    answers: listOf(locationSpansSchema),
    answer: ({ parts: { monitors, locations }, params, query }) => {
      const monitor = monitors.find(params.id);
      if (monitor === null) throw new Problem(404, 'There is no such monitor.');
      const items = (monitor.settings.locations ?? [ownServer]).map((id) => ({
        id,
        name: id === ownServer ? '' : (locations.find(id)?.settings.name ?? id),
        spans: locations.views.spans(monitor.id, id, query.since),
      }));
      return { body: { items } };
    },
  }),
];

function ownOf({ measuringForTeam }: Takes): MeasuringForTeam {
  if (measuringForTeam !== null) return measuringForTeam;
  throw new Problem(404, 'This is the team’s own server. It measures every check that names it.');
}
