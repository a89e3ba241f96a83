// CF6: exports the whole configuration as a file for `--config`. Secrets become variables; their values are never
// written.
import { isShipped } from '#room/pir/templates/template.ts';
import { channelKinds } from '../delivery/channels/index.ts';
import { checks } from '../checks/index.ts';
import { secretsOf, type Target } from '../status-pages/settings.ts';
import { intakeKinds } from '../intake/index.ts';
import type { Known } from './plan.ts';

/** Which fields are secret. */
type Secrecy = Readonly<Record<string, { isSecret?: boolean }>>;
type Kinded = { name: string; kind: string; settings: Record<string, unknown> };

/** YAML. Its header lists the variables for secrets, with the item of each. */
export async function exportConfiguration(known: Known): Promise<string> {
  const { stringify } = await import('yaml');
  const variables = new Map<string, string>();
  const settingsOf = (section: string, { name, kind, settings }: Kinded, fields: Secrecy | undefined) =>
    Object.fromEntries(
      Object.entries(settings).map(([field, value]) => {
        const isSecret = fields === undefined || fields[field]?.isSecret === true;
        if (!isSecret || value === '') return [field, escape(value)];
        const variable = nameVariable(variables, `MUSTER_${section}_${name}_${field}`);
        variables.set(variable, `${field} of ${name} (${kind})`);
        return [field, `\${${variable}}`];
      }),
    );
  const nameIn = (where: 'monitors' | 'schedules' | 'channels' | 'teams', id: string) =>
    known[where].find(id)?.settings.name ?? id;
  const person = (id: string) => {
    const found = known.people.find(id);
    if (found === null) return id;
    const isAlone = known.people.list().filter(({ name }) => name === found.name).length === 1;
    return isAlone ? found.name : (found.contact?.email ?? found.name);
  };
  const monitors = known.monitors.list().map(({ settings: { parent, ...rest } }) => ({
    ...(escape(rest) as object),
    settings: settingsOf('CHECK', rest, checks[rest.kind]?.fields),
    ...(parent === undefined ? {} : { parent: escape(nameIn('monitors', parent)) }),
  }));
  const teams = known.teams
    .list()
    .map(({ settings: { name, members } }) => escape({ name, members: members.map(person) }));
  const channels = known.channels.list().map(({ settings: { teams: own, ...settings } }) => ({
    ...(escape({ ...settings, ...(own && { teams: own.map((id) => nameIn('teams', id)) }) }) as object),
    settings: settingsOf('CHANNEL', settings, channelKinds[settings.kind]?.fields),
  }));
  // A heartbeat intake is a monitor, and is listed with the monitors.
  const intakes = known.intakes
    .list()
    .filter(({ settings }) => settings.kind !== 'heartbeat')
    .map(({ settings }) => ({
      ...(escape(settings) as object),
      settings: settingsOf('INTAKE', settings, intakeKinds[settings.kind]?.fields),
    }));
  const schedules = known.schedules
    .list()
    .map(({ settings: { layers, ...rest } }) =>
      escape({ ...rest, layers: layers.map((layer) => ({ ...layer, people: layer.people.map(person) })) }),
    );
  const maintenance = known.maintenance
    .list()
    .map(({ settings: { monitors: of, ...rest } }) =>
      escape({ ...rest, monitors: of === 'all' ? of : of.map((id) => nameIn('monitors', id)) }),
    );
  const policies = known.policies.list().map(({ settings: { steps, ...rest } }) =>
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
  );
  const services = known.services.list().map(({ settings: { dependsOn, ...rest } }) =>
    escape({
      ...rest,
      ...(dependsOn && { dependsOn: dependsOn.map((id) => known.services.find(id)?.settings.name ?? id) }),
    }),
  );
  const pages = known.pages
    .list()
    .map(({ settings: { components, mailChannel, smsChannel, targets, password, linkKey, ...rest } }) => ({
      ...(escape({
        ...rest,
        components: components.map(({ monitor, ...each }) => ({
          ...each,
          ...(monitor === undefined ? {} : { monitor: nameIn('monitors', monitor) }),
        })),
        ...(mailChannel === undefined ? {} : { mailChannel: nameIn('channels', mailChannel) }),
        ...(smsChannel === undefined ? {} : { smsChannel: nameIn('channels', smsChannel) }),
      }) as object),
      ...settingsOf(
        'PAGE',
        {
          name: rest.name,
          kind: 'page',
          settings: { ...(password && { password }), ...(linkKey && { linkKey }) },
        },
        { password: { isSecret: true }, linkKey: { isSecret: true } },
      ),
      ...(targets && {
        targets: targets.map((target) => ({
          kind: target.kind,
          ...settingsOf(
            'PAGE',
            { name: rest.name, kind: target.kind, settings: withoutKind(target) },
            targetFields(target),
          ),
        })),
      }),
    }));
  // Every server has the shipped templates from the start.
  const reviewTemplates = known.reviewTemplates
    .list()
    .filter(({ settings }) => !isShipped(settings))
    .map(({ settings }) => escape(settings));
  const severities = known.severities.list().map(({ settings }) => escape(settings));
  const roles = known.roles.list().map(({ settings }) => escape(settings));
  const commsTemplates = known.commsTemplates.list().map(({ settings }) => escape(settings));
  const handbook = known.handbook.list().map(({ settings }) => escape(settings));
  const records = { services, reviewTemplates, severities, roles, commsTemplates, handbook };
  const all = { teams, channels, schedules, monitors, maintenance, policies, intakes, ...records, pages };
  const filled = Object.fromEntries(Object.entries(all).filter(([, items]) => items.length > 0));
  const secrets = [...variables].map(([name, meaning]) => `#   ${name}: ${meaning.replaceAll(/\s+/gu, ' ')}`);
  const head = ['# The configuration of a Muster server; start one from it with --config.'];
  if (secrets.length > 0) head.push('# Secrets are not in it. Set these variables:', ...secrets);
  return `${head.join('\n')}\n${stringify(filled, { lineWidth: 0 })}`;
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
