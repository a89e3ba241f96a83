// SP120: Better Stack: responses of its API (`/api/v2/status-pages/…`: resources, sections, status-reports,
// status-updates, subscribers) and a page's `index.json`, all in JSON:API.
import { entryOf } from '#room/text/plain.ts';
import type { ComponentStatus } from '#status-page/levels.ts';
import { asList, asRecord, asText } from '../../forms/source.ts';
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
} from './foreign.ts';

type Json = Record<string, unknown>;
type Found = Record<'resources' | 'sections' | 'reports' | 'updates' | 'subscribers', Map<string, Json>>;

const levelOf: Readonly<Record<string, ComponentStatus>> = {
  resolved: 'operational',
  operational: 'operational',
  degraded: 'degraded_performance',
  downtime: 'major_outage',
  maintenance: 'under_maintenance',
};
const ofResources = [
  'resource_id',
  'resource_type',
  'position',
  'history',
  'widget_type',
  'status',
  'availability',
  'status_history',
  'fixed_position',
  'mark_as_down_for',
  'mark_as_degraded_for',
];
const ofReports = [
  'status_page_id',
  'aggregate_state',
  'affected_resources',
  'created_at',
  'updated_at',
  'starts_at_timezone',
  'ends_at_timezone',
];
const ofUpdates = [
  'status_report_id',
  'notify_subscribers',
  'published_at_timezone',
  'created_at',
  'updated_at',
];

const ofSubscribers = ['status_page_id', 'created_at', 'updated_at'];

/** Files may repeat a record: the first with an id is read. */
export async function readBetterStack(files: readonly ForeignFile[]): Promise<ForeignPage> {
  const page = emptyForeignPage();
  const reading = openReading(page.notes);
  const found = gather(files, page);
  for (const [id, attributes] of found.resources)
    reading.record(attributes, 'resource', ofResources, (source) => {
      const section = found.sections.get(source.text('status_page_section_id'));
      page.components.push({
        id,
        name: source.text('public_name'),
        description: source.text('explanation'),
        group: asText(section?.name),
        since: null,
      });
    });
  await eachInTurns(found.reports, ([id, attributes]) =>
    readReport(id, attributes, { page, reading, found }),
  );
  await eachInTurns(found.subscribers.values(), (attributes) => readSubscriber(attributes, page, reading));
  return page;
}

const kinds: Readonly<Record<string, keyof Found>> = {
  status_page_resource: 'resources',
  status_page_section: 'sections',
  status_report: 'reports',
  status_update: 'updates',
  status_page_subscriber: 'subscribers',
};

function gather(files: readonly ForeignFile[], { notes }: ForeignPage): Found {
  const found: Found = {
    resources: new Map(),
    sections: new Map(),
    reports: new Map(),
    updates: new Map(),
    subscribers: new Map(),
  };
  for (const { name, value } of files) {
    const { data, included } = asRecord(value);
    const all = [...(Array.isArray(data) ? data : [data ?? null]), ...asList(included)].map(asRecord);
    for (const each of all) {
      const type = asText(each.type);
      const kind = entryOf(kinds, type);
      const id = asText(each.id);
      if (type === 'status_page')
        notes.add('the page itself, its look and its settings: they stay as they are here');
      else if (kind === undefined || id === '')
        notes.add(`${name}: not imported: ${type === '' ? 'something without a type' : type}`);
      else if (!found[kind].has(id)) found[kind].set(id, { ...reportOf(each), ...asRecord(each.attributes) });
    }
  }
  return found;
}

/** An update may name its report only in its relationships. */
function reportOf({ relationships }: Json): Json {
  const data = asRecord(asRecord(asRecord(relationships).status_report).data);
  return data.id === undefined ? {} : { status_report_id: data.id };
}

type Making = { page: ForeignPage; reading: RecordReader; found: Found };

function readReport(id: string, attributes: Json, { page, reading, found }: Making) {
  reading.record(attributes, 'status_report', ofReports, (source) => {
    const type = source.text('report_type');
    const title = source.text('title');
    const from = readTime(source.take('starts_at'));
    const to = readTime(source.take('ends_at'));
    const updates = [...found.updates]
      .filter(([, each]) => asText(each.status_report_id) === id)
      .flatMap(([update, each]) => readUpdate(update, each, page, reading))
      .toSorted((one, other) => one.at - other.at);
    if (type === 'maintenance') {
      if (from === null || to === null)
        return page.notes.add('maintenance: one without a beginning or an end');
      const components = affectedBy(attributes).map((each) => each.id);
      const createdAt = Math.min(updates[0]?.at ?? from, from);
      page.work.push({
        id,
        title,
        from,
        to,
        components,
        createdAt,
        updates: updates.map(({ id: own, at, body }) => ({ id: own, at, body, status: null })),
      });
      return;
    }
    const isOver =
      to !== null || ['operational', 'resolved'].includes(asText(attributes.aggregate_state).toLowerCase());
    page.notes.add(
      'reports: Better Stack has no stages, so they stay at investigating until all is resolved',
    );
    page.incidents.push({ id, title, impact: null, startedAt: from, updates: ended(updates, isOver) });
  });
}

/** The last update of a finished report resolves it, even if no component was marked as resolved. */
const ended = (updates: readonly ForeignUpdate[], isOver: boolean): ForeignUpdate[] =>
  updates.map((each, index) =>
    isOver && index === updates.length - 1 ? { ...each, status: 'resolved' } : each,
  );

const affectedBy = (attributes: Json): ForeignUpdate['components'] =>
  asList(attributes.affected_resources)
    .map(asRecord)
    .flatMap(({ status_page_resource_id, status }) => {
      const level = entryOf(levelOf, asText(status).toLowerCase());
      return level === undefined ? [] : [{ id: asText(status_page_resource_id), status: level }];
    });

function readUpdate(
  id: string,
  attributes: Json,
  { notes }: ForeignPage,
  reading: RecordReader,
): ForeignUpdate[] {
  return reading.record(attributes, 'status_update', ofUpdates, (source) => {
    const at = readTime(source.take('published_at'));
    const body = plainWords(source.text('message'), notes);
    source.take('affected_resources');
    const components = affectedBy(attributes);
    const isResolved = components.length > 0 && components.every(({ status }) => status === 'operational');
    if (at === null) notes.add('status_update: one without a time');
    return at === null
      ? []
      : [{ id, at, body, components, status: isResolved ? 'resolved' : 'investigating' }];
  });
}

function readSubscriber(attributes: Json, page: ForeignPage, reading: RecordReader) {
  reading.record(attributes, 'subscriber', ofSubscribers, (source) => {
    const address = source.text('email');
    const isConfirmed = readTime(source.take('confirmed_at')) !== null;
    const chosen = readIds(source.take('status_page_resource_ids'));
    if (!isConfirmed) page.notes.add('subscribers who never confirmed there: not imported');
    else page.subscribers.push({ address, components: chosen.length === 0 ? null : chosen });
  });
}
