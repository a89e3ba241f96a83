// SP120: openstatus: responses of its RPC API (components, groups, statusReports, maintenances, subscribers) and of
// its older one (`/v1/status_report`, `/v1/status_report_update`, `/v1/maintenance`, `/v1/monitor`).
import type { ComponentStatus } from '#status-page/levels.ts';
import { incidentStatuses } from '#status-page/schema/updates.ts';
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
type Found = Record<'components' | 'groups' | 'reports' | 'updates' | 'work' | 'subscribers', Json[]>;

/** openstatus shows the components of any open report as degraded. */
const shownThere: ComponentStatus = 'degraded_performance';

const ofComponents = [
  'pageId',
  'type',
  'monitorId',
  'order',
  'groupOrder',
  'createdAt',
  'updatedAt',
  'workspaceId',
];
const ofReports = ['status', 'pageId', 'createdAt', 'updatedAt', 'statusReportUpdateIds', 'workspaceId'];
const ofUpdates = ['statusReportId', 'createdAt', 'updatedAt', 'notifySubscribers'];
const ofWork = ['pageId', 'updatedAt', 'workspaceId'];
const ofSubscribers = ['id', 'pageId', 'createdAt', 'updatedAt', 'token', 'expiresAt', 'channelType'];

/** Files may repeat a record: the first with an id is read. */
export async function readOpenstatus(files: readonly ForeignFile[]): Promise<ForeignPage> {
  const page = emptyForeignPage();
  const reading = openReading(page.notes);
  const found = gather(files, page);
  const groups = new Map(found.groups.map((each) => [asText(each.id), asText(each.name)]));
  const ofMonitor = new Map<string, string>();
  for (const each of found.components)
    reading.record(each, 'component', ofComponents, (source) => {
      const id = source.text('id');
      ofMonitor.set(asText(each.monitorId), id);
      page.components.push({
        id,
        name: source.text('name'),
        description: source.text('description'),
        group: groups.get(source.text('groupId')) ?? '',
        since: null,
      });
    });
  const componentsOf = (each: Json) =>
    readIds(each.pageComponentIds ?? each.monitorIds).map((id) =>
      each.pageComponentIds === undefined ? (ofMonitor.get(id) ?? id) : id,
    );
  await eachInTurns(found.reports, (each) => readReport(each, { page, reading, found, componentsOf }));
  for (const each of found.work) readWork(each, { page, reading, componentsOf });
  await eachInTurns(found.subscribers, (each) => readSubscriber(each, page, reading));
  return page;
}

const keysOf: Readonly<Record<string, keyof Found>> = {
  components: 'components',
  pageComponents: 'components',
  groups: 'groups',
  pageComponentGroups: 'groups',
  statusReports: 'reports',
  statusReport: 'reports',
  statusReportUpdates: 'updates',
  maintenances: 'work',
  maintenance: 'work',
  subscribers: 'subscribers',
  pageSubscribers: 'subscribers',
};

/** The older API has bare lists: a record's fields show its kind. There, a monitor stands for its component. */
function kindOf(each: Json): keyof Found | null {
  if ('statusReportId' in each) return 'updates';
  if ('statusReportUpdateIds' in each || 'updates' in each) return 'reports';
  if ('from' in each && 'to' in each) return 'work';
  if ('email' in each) return 'subscribers';
  return 'name' in each && ('url' in each || 'groupId' in each || 'type' in each) ? 'components' : null;
}

function gather(files: readonly ForeignFile[], { notes }: ForeignPage): Found {
  const found: Found = { components: [], groups: [], reports: [], updates: [], work: [], subscribers: [] };
  const known = new Set<string>();
  const add = (kind: keyof Found, each: Json) => {
    const key = `${kind} ${asText(each.id)}`;
    if (asText(each.id) === '' || known.has(key)) return;
    known.add(key);
    found[kind].push(each);
  };
  for (const { name, value } of files) {
    const whole = asRecord(value);
    const named = Object.entries(whole).filter(
      ([key]) => Object.hasOwn(keysOf, key) && typeof whole[key] === 'object',
    );
    if (named.length > 0 && !('statusReportUpdateIds' in whole)) {
      for (const [key, list] of named) {
        const kind = keysOf[key];
        if (kind !== undefined)
          (Array.isArray(list) ? list : [list]).map(asRecord).forEach((each) => add(kind, each));
      }
      continue;
    }
    for (const each of (Array.isArray(value) ? value : [value]).map(asRecord)) {
      const kind = kindOf(each);
      if (kind === null) notes.add(`${name}: neither components, reports, maintenances nor subscribers`);
      else add(kind, 'url' in each && kind === 'components' ? monitorAsComponent(each) : each);
    }
  }
  return found;
}

const monitorAsComponent = ({ id, name, externalName, description }: Json): Json => ({
  id,
  name: externalName ?? name,
  description,
  monitorId: id,
});

type Making = { page: ForeignPage; reading: RecordReader; componentsOf: (each: Json) => string[] };

function readReport(value: Json, { page, reading, found, componentsOf }: Making & { found: Found }) {
  reading.record(value, 'report', [...ofReports, 'pageComponentIds', 'monitorIds'], (source) => {
    const id = source.text('id');
    const own = asList(source.take('updates'));
    const others = found.updates.filter(({ statusReportId }) => asText(statusReportId) === id);
    const told = [...own, ...others]
      .flatMap((each) => readUpdate(each, page, reading))
      .toSorted((one, other) => one.at - other.at);
    const concerned = componentsOf(value).map((component) => ({ id: component, status: shownThere }));
    if (concerned.length > 0)
      page.notes.add(
        'reports: their components become degraded, as openstatus shows them while a report is open',
      );
    page.incidents.push({
      id,
      title: source.text('title'),
      impact: null,
      startedAt: null,
      updates: told.map((each, index) => (index === 0 ? { ...each, components: concerned } : each)),
    });
  });
}

function readUpdate(value: unknown, { notes }: ForeignPage, reading: RecordReader): ForeignUpdate[] {
  return reading.record(value, 'report_update', ofUpdates, (source) => {
    const at = readTime(source.take('date')) ?? readTime(asRecord(value).createdAt);
    const stage = source
      .text('status')
      .replace(/^STATUS_REPORT_STATUS_/u, '')
      .toLowerCase();
    const status = incidentStatuses.find((each) => each === stage);
    const body = plainWords(source.text('message'), notes);
    if (at === null || status === undefined)
      notes.add('updates: one without a time or with an unknown status');
    return at === null || status === undefined
      ? []
      : [{ id: source.text('id'), at, status, body, components: [] }];
  });
}

function readWork(value: Json, { page, reading, componentsOf }: Making) {
  reading.record(value, 'maintenance', [...ofWork, 'pageComponentIds', 'monitorIds'], (source) => {
    const [from, to] = [readTime(source.take('from')), readTime(source.take('to'))];
    const createdAt = readTime(source.take('createdAt'));
    const id = source.text('id');
    const body = plainWords(source.text('message'), page.notes);
    const title = source.text('title');
    if (from === null || to === null)
      return page.notes.add('maintenances: one without a beginning or an end');
    const at = Math.min(createdAt ?? from, from);
    const updates = body === '' ? [] : [{ id: `${id}-told`, at, status: null, body }];
    page.work.push({ id, title, from, to, components: componentsOf(value), createdAt: at, updates });
  });
}

function readSubscriber(value: Json, page: ForeignPage, reading: RecordReader) {
  reading.record(value, 'subscriber', ofSubscribers, (source) => {
    const address = source.text('email');
    const isConfirmed = readTime(source.take('acceptedAt')) !== null;
    const isGone = readTime(source.take('unsubscribedAt')) !== null;
    const chosen = readIds(source.take('pageComponentIds'));
    if (address === '') page.notes.add('subscribers without an e-mail address: not imported');
    else if (isGone) page.notes.add('subscribers who unsubscribed there: not imported');
    else if (!isConfirmed) page.notes.add('subscribers who never confirmed there: not imported');
    else page.subscribers.push({ address, components: chosen.length === 0 ? null : chosen });
  });
}
