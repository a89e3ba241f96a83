// SP60: checks the settings of a page, and completes them before they are kept.
import { mask, restoreSecrets } from '../../forms/secret.ts';
import { Problem, type FieldError } from '../../http/problem.ts';
import { describeIssues } from '../../http/validate.ts';
import type { StatusPage } from './records.ts';
import { faultsOfRules } from './rules.ts';
import { pageOf, pageSecrets, placeOf, type StatusPageSettings, type Target } from './settings.ts';
import type { Channels } from '../../delivery/configured-channels.ts';
import type { Monitors } from '../../monitoring/monitors.ts';
import type { StatusPages } from '../status-pages.ts';

type Takes = {
  statusPages: StatusPages;
  monitors: Monitors;
  channels: Channels;
};

/** The channels that carry messages to subscribers, and the kind each must have. */
export const pageChannels = [
  ['mailChannel', 'email'],
  ['smsChannel', 'gateway'],
] as const;

type Components = StatusPageSettings['components'];

const wrong = (errors: readonly FieldError[]) => new Problem(400, 'The page is not as expected.', { errors });

/** Throws a Problem that names each error. `before` is null for a new page. */
export async function checkPage(
  given: StatusPageSettings,
  before: StatusPage | null,
  { monitors, statusPages, channels }: Takes,
): Promise<StatusPageSettings> {
  const { pageSchema } = await import('./whole-page.ts');
  const old = before?.settings.components ?? [];
  const components = nameComponents(given.components, old, () => statusPages.makeId().toLowerCase());
  const { targets, ...settings } = { ...given, components };
  const read = pageSchema.safeParse(pageOf(settings));
  if (!read.success) throw wrong(describeIssues(read.error));
  const errors = components.flatMap(({ monitor }, index) => {
    // A monitor removed since then does not block other changes.
    const isKnown =
      monitor === undefined ||
      monitors.find(monitor) !== null ||
      old.some((each) => each.monitor === monitor);
    return isKnown ? [] : [{ field: `components.${index}.monitor`, expected: 'the id of a monitor' }];
  });
  // A channel removed since then does not block other changes.
  for (const [field, kind] of pageChannels) {
    const id = settings[field];
    const isNewChannel = id !== undefined && id !== before?.settings[field];
    if (isNewChannel && channels.find(id)?.settings.kind !== kind)
      errors.push({
        field,
        expected: `the id of a channel of the kind ${kind === 'email' ? 'e-mail' : kind}`,
      });
  }
  errors.push(...whyNoAccess(settings), ...faultsOfRules(settings));
  for (const field of pageSecrets) {
    if (settings[field] !== mask) continue;
    const kept = before?.settings[field];
    if (kept === undefined) errors.push({ field, expected: 'the secret itself' });
    else settings[field] = kept;
  }
  if (errors.length > 0) throw wrong(errors);
  if (targets === undefined) return settings;
  if (settings.visibility !== 'public' && targets.length > 0)
    throw wrong([{ field: 'targets', expected: 'none: a private page is published only on this server' }]);
  return { ...settings, targets: keepSecrets(targets, before?.settings.targets ?? []) };
}

/** SP69: restricting access to a public page is surely a mistake. */
export function whyNoAccess(
  settings: Pick<
    StatusPageSettings,
    'visibility' | 'password' | 'networks' | 'linkKey' | 'tellsIncidents' | 'mailsReaders'
  >,
): FieldError[] {
  const { visibility, networks = [], tellsIncidents = false, mailsReaders = false } = settings;
  if (visibility !== 'public') return [];
  const expected = 'nothing: everybody sees a page that is public';
  return [
    ...pageSecrets.filter((field) => settings[field] !== undefined).map((field) => ({ field, expected })),
    ...(networks.length === 0 ? [] : [{ field: 'networks', expected }]),
    ...(tellsIncidents ? [{ field: 'tellsIncidents', expected: 'false: everybody sees a public page' }] : []),
    ...(mailsReaders
      ? [{ field: 'mailsReaders', expected: 'false: everybody may subscribe to a public page' }]
      : []),
  ];
}

/**
 * Every component keeps its own id. One without an id takes it from the earlier component with the same name and
 * group, else the same name, else the same monitor; otherwise it is new.
 */
export function nameComponents(given: Components, before: Components, makeId: () => string): Components {
  const taken = new Set(given.flatMap(({ id }) => id ?? []));
  const claim = (fits: (each: Components[number]) => boolean): string | undefined => {
    const id = before.find((each) => each.id !== undefined && !taken.has(each.id) && fits(each))?.id;
    if (id !== undefined) taken.add(id);
    return id;
  };
  const named = given.map((each) => ({
    ...each,
    id: each.id ?? claim(({ name, group }) => name === each.name && group === each.group),
  }));
  return named.map((each) => {
    const id =
      each.id ??
      claim(({ name }) => name === each.name) ??
      (each.monitor === undefined ? undefined : claim(({ monitor }) => monitor === each.monitor)) ??
      makeId();
    return { ...each, id };
  });
}

function keepSecrets(targets: readonly Target[], before: readonly Target[]): Target[] {
  const places = targets.map(placeOf);
  const twice = places.findIndex((place, index) => places.indexOf(place) !== index);
  if (twice !== -1)
    throw wrong([{ field: `targets.${twice}`, expected: 'a different place for each target' }]);
  return targets.map((target) => {
    const old = before.find((each) => placeOf(each) === placeOf(target));
    // Only secret values are filled in, so it is still a Target.
    return restoreSecrets(target, old ?? {}) as Target;
  });
}
