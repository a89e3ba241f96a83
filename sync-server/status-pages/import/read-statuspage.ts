// SP120: Atlassian Statuspage: responses of its public API (`/api/v2/…`) and of its management API (`/v1/pages/…`).
import type { ComponentStatus } from '#status-page/levels.ts';
import { impacts, statuses } from '#status-page/levels.ts';
import { incidentStatuses } from '#status-page/schema/updates.ts';
import { asList, asRecord, asText, type FieldSource } from '../../forms/source.ts';
import { eachInTurns } from '../subscribers/in-turns.ts';
import {
  emptyForeignPage,
  type ForeignFile,
  type ForeignPage,
  type ForeignUpdate,
  openReading,
  plainWords,
  readIds,
  type RecordReader,
  readTime,
  type WorkStatus,
} from './foreign.ts';

type Json = Record<string, unknown>;
const workStatuses: readonly WorkStatus[] = ['scheduled', 'in_progress', 'verifying', 'completed'];

const ofComponents = [
  'page_id',
  'position',
  'status',
  'showcase',
  'created_at',
  'updated_at',
  'automation_email',
];
const ofUpdates = [
  'incident_id',
  'created_at',
  'updated_at',
  'deliver_notifications',
  'custom_tweet',
  'tweet_id',
  'twitter_updated_at',
  'wants_twitter_update',
];
const ofIncidents = [
  'page_id',
  'status',
  'updated_at',
  'resolved_at',
  'monitoring_at',
  'shortlink',
  'components',
  'impact_override',
  'postmortem_notified_subscribers',
  'postmortem_notified_twitter',
  'postmortem_ignored',
  'postmortem_body_last_updated_at',
  'scheduled_remind_prior',
  'scheduled_reminded_at',
  'scheduled_auto_in_progress',
  'scheduled_auto_completed',
  'scheduled_auto_transition',
  'auto_transition_deliver_notifications_at_start',
  'auto_transition_deliver_notifications_at_end',
  'auto_transition_to_maintenance_state',
  'auto_transition_to_operational_state',
  'reminder_intervals',
];
const ofSubscribers = [
  'id',
  'page_id',
  'created_at',
  'skip_confirmation_notification',
  'mode',
  'purge_at',
  'page_access_user_id',
];

/** Files may repeat a record: the first with an id is read. */
export async function readStatuspage(files: readonly ForeignFile[]): Promise<ForeignPage> {
  const page = emptyForeignPage();
  const reading = openReading(page.notes);
  const found = gather(files, page);
  const groups = new Map<string, Json>();
  for (const each of found.components) if (each.group === true) groups.set(asText(each.id), each);
  for (const each of found.groups) groups.set(asText(each.id), each);
  const groupOf = new Map<string, string>();
  for (const [id, group] of groups) {
    page.groups.set(asText(group.name), asText(group.description));
    for (const member of readIds(group.components)) groupOf.set(member, id);
  }
  for (const each of found.components) {
    if (each.group === true) continue;
    reading.record(each, 'component', [...ofComponents, 'group', 'components'], (source) => {
      const id = source.text('id');
      const group = source.text('group_id') || (groupOf.get(id) ?? '');
      page.components.push({
        id,
        name: source.text('name'),
        description: source.text('description'),
        group: asText(groups.get(group)?.name),
        since: readTime(source.take('start_date')),
        onlyIfDegraded: source.take('only_show_if_degraded') === true,
      });
    });
  }
  await eachInTurns(found.incidents, (each) => readIncident(each, page, reading));
  await eachInTurns(found.subscribers, (each) => readSubscriber(each, page, reading, groups));
  return page;
}

type Found = Record<'components' | 'groups' | 'incidents' | 'subscribers', Json[]>;

/** In a bare list, a record's fields show its kind. */
function kindOf(each: Json): keyof Found | null {
  if ('incident_updates' in each) return 'incidents';
  if ('mode' in each) return 'subscribers';
  if (Array.isArray(each.components) && !('status' in each)) return 'groups';
  return 'name' in each && 'status' in each ? 'components' : null;
}

function gather(files: readonly ForeignFile[], { notes }: ForeignPage): Found {
  const found: Found = { components: [], groups: [], incidents: [], subscribers: [] };
  const known = new Set<string>();
  const add = (kind: keyof Found, list: unknown) => {
    for (const each of asList(list).map(asRecord)) {
      const key = `${kind} ${asText(each.id)}`;
      if (asText(each.id) === '' || known.has(key)) continue;
      known.add(key);
      found[kind].push(each);
    }
  };
  for (const { name, value } of files) {
    const whole = asRecord(value);
    const lists = [whole.components, whole.incidents, whole.scheduled_maintenances];
    if (lists.some(Array.isArray)) {
      add('components', whole.components);
      add('incidents', whole.incidents);
      add('incidents', whole.scheduled_maintenances);
      continue;
    }
    for (const each of (Array.isArray(value) ? value : [value]).map(asRecord)) {
      const kind = kindOf(each);
      if (kind === null)
        notes.add(`${name}: neither components, groups, incidents, maintenance nor subscribers`);
      else add(kind, [each]);
    }
  }
  return found;
}

function readIncident(value: Json, page: ForeignPage, reading: RecordReader) {
  reading.record(value, 'incident', ofIncidents, (source) => {
    const from = readTime(source.take('scheduled_for'));
    const to = readTime(source.take('scheduled_until'));
    const shared = { id: source.text('id'), title: source.text('name') };
    const createdAt = readTime(source.take('created_at')) ?? 0;
    const startedAt = readTime(source.take('started_at'));
    const impact = source.text('impact');
    const updates = asList(source.take('incident_updates')).flatMap((each) =>
      readUpdate(each, page, reading),
    );
    const postmortem = postmortemOf(source, shared.id, page);
    if (from !== null && to !== null) {
      const components = readIds(value.components);
      page.work.push({ ...shared, from, to, createdAt, components, updates: workUpdates(updates) });
      return;
    }
    const told = updates.flatMap(({ status, ...each }): ForeignUpdate[] => {
      const known = incidentStatuses.find((one) => one === status);
      if (known === undefined)
        reading.notes.add(`incident_updates.status: ${status || 'an empty one'} is not known here`);
      return known === undefined ? [] : [{ ...each, status: known }];
    });
    const hasPostmortem = told.some(({ status }) => status === 'postmortem');
    page.incidents.push({
      ...shared,
      startedAt,
      impact: impacts.find((each) => each === impact) ?? null,
      updates: [...told, ...(postmortem === null || hasPostmortem ? [] : [postmortem])].toSorted(
        (one, other) => one.at - other.at,
      ),
    });
  });
}

const workUpdates = (updates: readonly (Omit<ForeignUpdate, 'status'> & { status: string })[]) =>
  updates
    .map(({ id, at, status, body }) => ({
      id,
      at,
      body,
      status: workStatuses.find((one) => one === status) ?? null,
    }))
    .toSorted((one, other) => one.at - other.at);

function readUpdate(value: unknown, page: ForeignPage, reading: RecordReader) {
  return reading.record(value, 'incident_update', ofUpdates, (source) => {
    const at = readTime(source.take('display_at')) ?? readTime(asRecord(value).created_at);
    const id = source.text('id');
    const status = source.text('status');
    const body = plainWords(source.text('body'), page.notes);
    const components = asList(source.take('affected_components'))
      .map(asRecord)
      .flatMap(({ code, new_status }) => {
        const known = readStatus(asText(new_status));
        return known === null ? [] : [{ id: asText(code), status: known }];
      });
    if (at === null) reading.notes.add('incident_updates: one without a time');
    return at === null ? [] : [{ id, at, status, body, components }];
  });
}

/** incident.io uses this format with one term of its own. */
function readStatus(text: string): ComponentStatus | null {
  return text === 'full_outage' ? 'major_outage' : (statuses.find((each) => each === text) ?? null);
}

/** A postmortem published later becomes the last update. */
function postmortemOf(source: FieldSource, incident: string, { notes }: ForeignPage): ForeignUpdate | null {
  const body = plainWords(source.text('postmortem_body'), notes);
  const at = readTime(source.take('postmortem_published_at'));
  if (body === '' || at === null) return null;
  return { id: `${incident}-postmortem`, at, status: 'postmortem', body, components: [] };
}

function readSubscriber(
  value: Json,
  page: ForeignPage,
  reading: RecordReader,
  groups: ReadonlyMap<string, Json>,
) {
  reading.record(value, 'subscriber', ofSubscribers, (source) => {
    const address = source.text('email');
    const isQuarantined = readTime(source.take('quarantined_at')) !== null;
    const mode = asText(value.mode);
    const chosen = readIds(source.take('components'));
    if (mode !== 'email') {
      for (const field of Object.keys(value)) source.take(field);
      page.notes.add(`subscribers by ${mode}: not imported, ask them to subscribe again`);
    } else if (isQuarantined) page.notes.add('subscribers in quarantine there: not imported');
    else
      page.subscribers.push({
        address,
        components:
          chosen.length === 0
            ? null
            : chosen.flatMap((id) => (groups.has(id) ? readIds(groups.get(id)?.components) : [id])),
      });
  });
}
