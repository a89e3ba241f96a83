// CF3: turns files into a plan and checks the whole plan before anything changes.
import { channelKinds } from '../delivery/channels/index.ts';
import { checks } from '../checks/index.ts';
import type { Fields } from '../forms/fields.ts';
import { describeIssues } from '../http/validate.ts';
import { intakeKinds } from '../intake/index.ts';
import { expectWindow } from '../maintenance/maintenance.ts';
import type { Channels } from '../delivery/configured-channels.ts';
import type { Intakes } from '../intake/intakes.ts';
import type { Maintenance } from '../maintenance/maintenance.ts';
import { wrongLocations, type LocationShelf } from '../monitoring/locations/locations.ts';
import type { Monitors } from '../monitoring/monitors.ts';
import type { Schedules } from '../on-call/schedules.ts';
import type { Policies } from '../paging/policy/policies.ts';
import type { People } from '../people/people.ts';
import type { Teams } from '../people/teams.ts';
import type { ReviewTemplates } from '../reviews/review-templates.ts';
import type { Recurring } from '../recurring/recurring.ts';
import type { Services } from '../services/services.ts';
import type { SchemeStore } from '../scheme/scheme.ts';
import type { StatusPageRecords } from '../status-pages/page/records.ts';
import { checkPages, notTheMask } from './plan-pages.ts';
import { mask } from '../forms/secret.ts';
import { sections, type Fault, type FileShape, type Owned, type FileSection } from './shape.ts';

export type ConfiguredParts = {
  people: People;
  teams: Teams;
  monitors: Monitors;
  /** No section of a file: a location belongs to a computer. */
  locations: Pick<LocationShelf, 'list' | 'find'>;
  schedules: Schedules;
  channels: Channels;
  policies: Policies;
  maintenance: Maintenance;
  intakes: Intakes;
  services: Services;
  recurringTasks: Recurring;
  reviewTemplates: ReviewTemplates;
  severities: SchemeStore['levels'];
  roles: SchemeStore['roles'];
  commsTemplates: SchemeStore['commsTemplates'];
  handbook: SchemeStore['handbook'];
  copyProfiles: SchemeStore['copyProfiles'];
  pages: Pick<StatusPageRecords, 'list' | 'find' | 'stage' | 'purge'>;
};
/** The stores under the names of a file's sections. */
export const knownIn = (
  parts: Omit<ConfiguredParts, 'severities' | Exclude<keyof SchemeStore, 'levels'>> & { scheme: SchemeStore },
): ConfiguredParts => ({
  ...parts,
  severities: parts.scheme.levels,
  roles: parts.scheme.roles,
  commsTemplates: parts.scheme.commsTemplates,
  handbook: parts.scheme.handbook,
  copyProfiles: parts.scheme.copyProfiles,
});
/** A fault without its place in a file. */
export type Wrong = Pick<Fault, 'field' | 'expected'> & { path: readonly PropertyKey[] };

type Kinds = Readonly<Record<string, { fields: Fields; schema: { safeParse(value: unknown): SafeParsed } }>>;
type SafeParsed =
  | { success: true; data: Record<string, unknown> }
  | { success: false; error: Parameters<typeof describeIssues>[0] };

const kindsOf: Partial<Record<FileSection, Kinds>> = {
  monitors: checks,
  channels: channelKinds,
  intakes: intakeKinds,
};

/**
 * Replaces the settings of every kind with complete ones; returns the faults. Items that are `owned` and missing from
 * the shape will be removed, so nothing may refer to them.
 */
export async function checkPlan(shape: FileShape, known: ConfiguredParts, owned: Owned): Promise<Wrong[]> {
  const wrong: Wrong[] = [];
  const say: Say = (path, expected) => void wrong.push({ path, field: path.map(String).join('.'), expected });
  checkItems(shape, say);
  const names = (section: FileSection) => new Set(shape[section].map(({ name }) => name));
  const stays = {
    monitors: namesBeside(owned, known, 'monitors'),
    schedules: namesBeside(owned, known, 'schedules'),
    channels: namesBeside(owned, known, 'channels'),
    teams: namesBeside(owned, known, 'teams'),
    services: namesBeside(owned, known, 'services'),
  };
  const listed: Listed = (section, name) => names(section).has(name) || stays[section].has(name);
  const judging = { known, listed, say };
  checkTeams(shape, judging);
  checkMonitors(shape, judging);
  await checkMaintenance(shape, judging);
  checkSchedules(shape, judging);
  checkPolicies(shape, judging);
  checkServices(shape, judging);
  checkRecurring(shape, judging);
  await checkPages(shape.pages, { listed, say });
  return wrong;
}

type Say = (path: readonly PropertyKey[], expected: string) => void;
/** Whether the plan leaves an item of this name. */
type Listed = (section: Beside, name: string) => boolean;
type Judging = { known: ConfiguredParts; listed: Listed; say: Say };

/** The names of items, and the settings of their kinds. */
function checkItems(shape: FileShape, say: Say) {
  for (const section of sections) {
    const seen = new Set<string>();
    const before = new Set<string>();
    shape[section].forEach((item, index) => {
      const { name, was } = item;
      if (seen.has(name)) say([section, index, 'name'], 'a name of its own; another has this one');
      seen.add(name);
      // CF4: two items would share one identity, and one of them would be lost.
      if (was !== undefined && before.has(was)) say([section, index, 'was'], 'a name that no other item had');
      if (was !== undefined) before.add(was);
      if (section in kindsOf) checkKind(section, index, item, say);
    });
  }
}

function checkMonitors(shape: FileShape, { known, listed, say }: Judging) {
  shape.monitors.forEach((monitor, index) => {
    const { parent, name } = monitor;
    if (parent !== undefined && !listed('monitors', parent))
      say(['monitors', index, 'parent'], 'the name of another monitor');
    else if (parent !== undefined && isInCircle(shape, name))
      say(['monitors', index, 'parent'], 'a monitor that does not itself depend on this one');
    const fault = wrongLocations(monitor, (location) => isLocation(known, location));
    if (fault !== null) say(['monitors', index, ...fault.path], fault.expected);
  });
}

async function checkMaintenance({ maintenance }: FileShape, { listed, say }: Judging) {
  for (const [index, window] of maintenance.entries()) {
    const fault = await expectWindow(window);
    if (fault !== null) say(['maintenance', index, ...fault.field.split('.')], fault.expected);
    const named = window.monitors === 'all' ? [] : window.monitors;
    named.forEach((name, place) => {
      if (!listed('monitors', name)) say(['maintenance', index, 'monitors', place], 'the name of a monitor');
    });
  }
}

function checkSchedules({ schedules }: FileShape, { known, say }: Judging) {
  schedules.forEach(({ layers }, index) =>
    layers.forEach((layer, at) =>
      layer.people.forEach((who, place) => {
        const expected = whyNobody(known, who);
        if (expected !== null) say(['schedules', index, 'layers', at, 'people', place], expected);
      }),
    ),
  );
}

function checkPolicies({ policies }: FileShape, { known, listed, say }: Judging) {
  policies.forEach(({ steps }, index) =>
    steps.forEach(({ targets }, step) =>
      targets.forEach(({ kind, name }, place) => {
        const path = ['policies', index, 'steps', step, 'targets', place, 'name'];
        const expected = kind === 'person' ? whyNobody(known, name) : null;
        if (expected !== null) say(path, expected);
        if (kind === 'schedule' && !listed('schedules', name)) say(path, 'the name of a schedule');
        if (kind === 'channel' && !listed('channels', name)) say(path, 'the name of a channel');
      }),
    ),
  );
}

function checkServices({ services }: FileShape, { listed, say }: Judging) {
  services.forEach(({ dependsOn = [] }, index) =>
    dependsOn.forEach((name, place) => {
      if (!listed('services', name)) say(['services', index, 'dependsOn', place], 'the name of a service');
    }),
  );
}

function checkRecurring({ recurringTasks }: FileShape, { known, say }: Judging) {
  recurringTasks.forEach(({ owner }, index) => {
    const expected = owner === undefined ? null : whyNobody(known, owner);
    if (expected !== null) say(['recurringTasks', index, 'owner'], expected);
  });
}

/** TM1, TM4: the members of teams, and the teams that read a channel. */
function checkTeams({ teams, channels }: FileShape, { known, listed, say }: Judging) {
  teams.forEach(({ members }, index) =>
    members.forEach((who, place) => {
      const expected = whyNobody(known, who);
      if (expected !== null) say(['teams', index, 'members', place], expected);
    }),
  );
  channels.forEach(({ teams: own = [] }, index) =>
    own.forEach((name, place) => {
      if (!listed('teams', name)) say(['channels', index, 'teams', place], 'the name of a team');
    }),
  );
}

/** Sections whose items other items name. */
type Beside = 'monitors' | 'schedules' | 'channels' | 'services' | 'teams';

/** The names of items on the server that no file made. */
function namesBeside(owned: Owned, known: ConfiguredParts, section: Beside) {
  const ours = new Set(Object.values(owned[section]));
  const all: readonly { id: string; settings: { name: string } }[] = known[section].list();
  return new Set(all.filter(({ id }) => !ours.has(id)).map(({ settings }) => settings.name));
}

type Kinded = { kind: string; settings: Record<string, unknown> };

function checkKind(section: FileSection, index: number, item: object, say: Say) {
  const given = item as Kinded;
  const kinds = kindsOf[section] ?? {};
  const kind = Object.hasOwn(kinds, given.kind) ? kinds[given.kind] : undefined;
  if (kind === undefined) return say([section, index, 'kind'], `one of ${Object.keys(kinds).join(', ')}`);
  if (section === 'intakes' && given.kind === 'heartbeat')
    return say([section, index, 'kind'], 'another kind: a heartbeat is a monitor, under monitors');
  const masked = Object.entries(given.settings).flatMap(([name, value]) =>
    kind.fields[name]?.isSecret === true && typeof value === 'string' && value.includes(mask) ? [name] : [],
  );
  for (const name of masked) say([section, index, 'settings', name], notTheMask);
  const result = kind.schema.safeParse(given.settings);
  if (result.success) {
    given.settings = result.data;
    return undefined;
  }
  for (const { field, expected } of describeIssues(result.error))
    if (!masked.includes(field)) say([section, index, 'settings', ...field.split('.')], expected);
  return undefined;
}

function isInCircle({ monitors }: FileShape, name: string): boolean {
  const parents = new Map(monitors.map((each) => [each.name, each.parent]));
  let above = parents.get(name);
  for (let left = monitors.length; above !== undefined && left > 0; left--) {
    if (above === name) return true;
    above = parents.get(above);
  }
  return false;
}

/** Without the names of a server (as when a file is checked by itself), every name may be a location. */
const isLocation = ({ people, locations }: ConfiguredParts, name: string): boolean =>
  people.list().length === 0 || locations.list().some(({ settings }) => settings.name === name);

/** Finds a person by id, e-mail address or name. Returns the fault, or null when it is exactly one person. */
function whyNobody(known: ConfiguredParts, who: string): string | null {
  // A server has at least one owner, so an empty list means that people could not be read.
  if (known.people.list().length === 0) return null;
  const count = peopleNamed(known, who).length;
  if (count === 1) return null;
  return count === 0
    ? 'the name, the e-mail address or the id of somebody in the team'
    : 'one person; several have this name, so give the e-mail address';
}

export function peopleNamed({ people }: ConfiguredParts, who: string) {
  const wanted = who.toLowerCase();
  const byId = people.find(who);
  if (byId !== null) return [byId];
  const byMail = people.list().filter(({ contact }) => contact?.email?.toLowerCase() === wanted);
  if (byMail.length > 0) return byMail;
  const byName = people.list().filter(({ name }) => name.toLowerCase() === wanted);
  // When a viewer and a responder share a name, it means the responder.
  const responding = byName.filter(({ role }) => role !== 'viewer');
  return responding.length > 0 ? responding : byName;
}
