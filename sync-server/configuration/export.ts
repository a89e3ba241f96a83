// CF6: exports the whole configuration as a file for `--config`. Secrets become variables; their values are never
// written.
import { isShipped } from '#room/pir/templates/template.ts';
import { channelKinds } from '../delivery/channels/index.ts';
import { checks } from '../checks/index.ts';
import { secretsOf, type StatusPageSettings, type Target } from '../status-pages/page/settings.ts';
import { intakeKinds } from '../intake/index.ts';
import type { ConfiguredParts } from './plan.ts';
import { sections } from './shape.ts';

/** Which fields are secret. */
type Secrecy = Readonly<Record<string, { isSecret?: boolean }>>;
type Kinded = { name: string; kind: string; settings: Record<string, unknown> };

/** YAML. Its header lists the variables for secrets, with the item of each. */
export async function exportConfiguration(known: ConfiguredParts): Promise<string> {
  const { stringify } = await import('yaml');
  const names = namesIn(known);
  const secrets = hideSecretsIn();
  const all = {
    ...settingsOfTeam(known, names),
    ...settingsOfWatching(known, names, secrets.settingsOf),
    ...settingsOfScheme(known),
    pages: known.pages.list().map(({ settings }) => pageSettings(settings, names, secrets.settingsOf)),
  };
  const filled = Object.fromEntries(
    sections.flatMap((section) => (all[section].length === 0 ? [] : [[section, all[section]]])),
  );
  const head = ['# The configuration of a Muster server; start one from it with --config.'];
  const lines = secrets.lines();
  if (lines.length > 0) head.push('# Secrets are not in it. Set these variables:', ...lines);
  return `${head.join('\n')}\n${stringify(filled, { lineWidth: 0 })}`;
}

type SettingsOf = (section: string, item: Kinded, fields: Secrecy | undefined) => Record<string, unknown>;

/** Replaces secrets with variables and remembers the secret of each. */
function hideSecretsIn(): { settingsOf: SettingsOf; lines: () => string[] } {
  const variables = new Map<string, string>();
  return {
    settingsOf: (section, { name, kind, settings }, fields) =>
      Object.fromEntries(
        Object.entries(settings).map(([field, value]) => {
          const isSecret = fields === undefined || fields[field]?.isSecret === true;
          if (!isSecret || value === '') return [field, escape(value)];
          const variable = nameVariable(variables, `MUSTER_${section}_${name}_${field}`);
          variables.set(variable, `${field} of ${name} (${kind})`);
          return [field, `\${${variable}}`];
        }),
      ),
    lines: () => [...variables].map(([name, meaning]) => `#   ${name}: ${meaning.replaceAll(/\s+/gu, ' ')}`),
  };
}

type Names = ReturnType<typeof namesIn>;

/** The names by which a file refers to things; the id of a removed thing. */
const namesIn = (known: ConfiguredParts) => ({
  nameIn: (where: 'monitors' | 'schedules' | 'channels' | 'teams' | 'services' | 'locations', id: string) =>
    known[where].find(id)?.settings.name ?? id,
  person: (id: string) => {
    const found = known.people.find(id);
    if (found === null) return id;
    const isAlone = known.people.list().filter(({ name }) => name === found.name).length === 1;
    return isAlone ? found.name : (found.contact?.email ?? found.name);
  },
});

const settingsOfTeam = (known: ConfiguredParts, { nameIn, person }: Names) => ({
  teams: known.teams
    .list()
    .map(({ settings: { name, members } }) => escape({ name, members: members.map(person) })),
  schedules: known.schedules
    .list()
    .map(({ settings: { layers, ...rest } }) =>
      escape({ ...rest, layers: layers.map((layer) => ({ ...layer, people: layer.people.map(person) })) }),
    ),
  recurringTasks: known.recurringTasks
    .list()
    .map(({ settings: { owner, ...rest } }) =>
      escape({ ...rest, ...(owner !== undefined && { owner: person(owner) }) }),
    ),
  policies: known.policies.list().map(({ settings: { steps, ...rest } }) =>
    escape({
      ...rest,
      steps: steps.map((step) => ({
        ...step,
        targets: step.targets.map(({ kind, id, ...more }) => ({
          kind,
          name: kind === 'person' ? person(id) : nameIn(kind === 'schedule' ? 'schedules' : 'channels', id),
          ...more,
        })),
      })),
    }),
  ),
});

const settingsOfWatching = (known: ConfiguredParts, { nameIn }: Names, settingsOf: SettingsOf) => ({
  monitors: known.monitors.list().map(({ settings: { parent, locations, ...rest } }) => ({
    ...(escape({
      ...rest,
      ...(locations && { locations: locations.map((id) => nameIn('locations', id)) }),
    }) as object),
    settings: settingsOf('CHECK', rest, checks[rest.kind]?.fields),
    ...(parent === undefined ? {} : { parent: escape(nameIn('monitors', parent)) }),
  })),
  channels: known.channels.list().map(({ settings: { teams: own, ...settings } }) => ({
    ...(escape({ ...settings, ...(own && { teams: own.map((id) => nameIn('teams', id)) }) }) as object),
    settings: settingsOf('CHANNEL', settings, channelKinds[settings.kind]?.fields),
  })),
  // A heartbeat intake is a monitor, and is listed with the monitors.
  intakes: known.intakes
    .list()
    .filter(({ settings }) => settings.kind !== 'heartbeat')
    .map(({ settings }) => ({
      ...(escape(settings) as object),
      settings: settingsOf('INTAKE', settings, intakeKinds[settings.kind]?.fields),
    })),
  maintenance: known.maintenance
    .list()
    .map(({ settings: { monitors: of, ...rest } }) =>
      escape({ ...rest, monitors: of === 'all' ? of : of.map((id) => nameIn('monitors', id)) }),
    ),
  services: known.services.list().map(({ settings: { dependsOn, ...rest } }) =>
    escape({
      ...rest,
      ...(dependsOn && { dependsOn: dependsOn.map((id) => nameIn('services', id)) }),
    }),
  ),
});

const settingsOfScheme = (known: ConfiguredParts) => ({
  // Every server has the shipped templates from the start.
  reviewTemplates: known.reviewTemplates
    .list()
    .filter(({ settings }) => !isShipped(settings))
    .map(({ settings }) => escape(settings)),
  severities: known.severities.list().map(({ settings }) => escape(settings)),
  roles: known.roles.list().map(({ settings }) => escape(settings)),
  commsTemplates: known.commsTemplates.list().map(({ settings }) => escape(settings)),
  handbook: known.handbook.list().map(({ settings }) => escape(settings)),
  copyProfiles: known.copyProfiles.list().map(({ settings }) => escape(settings)),
});

function pageSettings(
  { components, mailChannel, smsChannel, targets, password, linkKey, ...rest }: StatusPageSettings,
  { nameIn }: Names,
  settingsOf: SettingsOf,
) {
  const keys = { ...(password && { password }), ...(linkKey && { linkKey }) };
  const inPage = (kind: string, settings: Record<string, unknown>, fields: Secrecy) =>
    settingsOf('PAGE', { name: rest.name, kind, settings }, fields);
  return {
    ...(escape({
      ...rest,
      components: components.map(({ monitor, ...each }) => ({
        ...each,
        ...(monitor === undefined ? {} : { monitor: nameIn('monitors', monitor) }),
      })),
      ...(mailChannel === undefined ? {} : { mailChannel: nameIn('channels', mailChannel) }),
      ...(smsChannel === undefined ? {} : { smsChannel: nameIn('channels', smsChannel) }),
    }) as object),
    ...inPage('page', keys, { password: { isSecret: true }, linkKey: { isSecret: true } }),
    ...(targets && {
      targets: targets.map((target) => ({
        kind: target.kind,
        ...inPage(target.kind, withoutKind(target), targetFields(target)),
      })),
    }),
  };
}

const withoutKind = ({ kind: _kind, ...settings }: Target): Record<string, unknown> => settings;

/** Which fields of a target are secret, in the form that describes a form's fields. */
const targetFields = ({ kind, ...settings }: Target): Secrecy =>
  Object.fromEntries(
    Object.keys(settings).map((name) => [
      name,
      { isSecret: (secretsOf[kind] as readonly string[]).includes(name) },
    ]),
  );

function nameVariable(taken: ReadonlyMap<string, string>, text: string): string {
  const name = text
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/gu, '_')
    .replace(/_+$/u, '');
  for (let count = 2, tried = name; ; count++) {
    if (!taken.has(tried)) return tried;
    tried = `${name}_${count}`;
  }
}

/** Doubles every `$`, which would begin a variable. */
function escape(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(escape);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, escape(inner)]),
  );
}
