// SP120: Instatus: responses of its API (`/v1/<page>/…` and `/v2/<page>/…`): components, incidents, maintenances,
// subscribers.
import { entryOf } from '#room/text/plain.ts';
import type { ComponentStatus } from '#status-page/levels.ts';
import type { PublishedUpdate } from '#status-page/schema/index.ts';
import { asList, asRecord, asText } from '../../forms/source.ts';
import { eachInTurns } from '../subscribers/in-turns.ts';
import {
  emptyForeignPage,
  type ForeignFile,
  type ForeignPage,
  openReading,
  plainWords,
  readIds,
  type RecordReader,
  readTime,
  type WorkStatus,
} from './foreign.ts';

type Json = Record<string, unknown>;

const levelOf: Readonly<Record<string, ComponentStatus>> = {
  OPERATIONAL: 'operational',
  UNDERMAINTENANCE: 'under_maintenance',
  DEGRADEDPERFORMANCE: 'degraded_performance',
  MINOROUTAGE: 'partial_outage',
  PARTIALOUTAGE: 'partial_outage',
  MAJOROUTAGE: 'major_outage',
};
const stageOf: Readonly<Record<string, PublishedUpdate['status']>> = {
  INVESTIGATING: 'investigating',
  IDENTIFIED: 'identified',
  MONITORING: 'monitoring',
  RESOLVED: 'resolved',
};
const workOf: Readonly<Record<string, WorkStatus>> = {
  NOTSTARTEDYET: 'scheduled',
  INPROGRESS: 'in_progress',
  VERIFYING: 'verifying',
  COMPLETED: 'completed',
};
const impactOf: Readonly<Record<string, NonNullable<PublishedUpdate['impact']>>> = {
  DEGRADEDPERFORMANCE: 'minor',
  MINOROUTAGE: 'minor',
  PARTIALOUTAGE: 'major',
  MAJOROUTAGE: 'critical',
};

const ofComponents = [
  'status',
  'order',
  'uniqueEmail',
  'showUptime',
  'incidents',
  'maintenances',
  'grouped',
  'nameTranslationId',
];
const ofUpdates = ['messageHtml', 'notify', 'createdAt', 'ended', 'incidentId', 'maintenanceId'];
const ofIncidents = ['status', 'resolved', 'notify', 'createdAt', 'updatedAt'];
const ofSubscribers = ['id', 'createdAt', 'language'];

const notOurs = (file: string) => `${file}: neither components, incidents, maintenances nor subscribers`;

/** Files may repeat a record: the first with an id is read. */
export async function readInstatus(files: readonly ForeignFile[]): Promise<ForeignPage> {
  const page = emptyForeignPage();
  const reading = openReading(page.notes);
  const known = new Set<string>();
  for (const { name, value } of files) {
    const list = Array.isArray(value) ? value : listsIn(asRecord(value));
    await eachInTurns(list.map(asRecord), (each) => {
      const id = asText(each.id);
      if (known.has(id)) return;
      if (id !== '') known.add(id);
      if (id === '') page.notes.add(notOurs(name));
      else if ('email' in each || 'phone' in each || 'webhook' in each) readSubscriber(each, page, reading);
      else if ('start' in each) readWork(each, page, reading);
      else if ('started' in each) readIncident(each, page, reading);
      else if ('subdomain' in each)
        page.notes.add('the page itself, its look and its settings: they stay as they are here');
      else if ('status' in each) readComponent(each, page, reading);
      else page.notes.add(notOurs(name));
    });
  }
  return page;
}

/** Some responses are a named list; a single one is one record. */
function listsIn(value: Json): unknown[] {
  const lists = ['components', 'incidents', 'maintenances', 'subscribers'].flatMap((name) =>
    !('id' in value) && Array.isArray(value[name]) ? (value[name] as unknown[]) : [],
  );
  return lists.length > 0 ? lists : [value];
}

function readComponent(value: Json, page: ForeignPage, reading: RecordReader) {
  reading.record(value, 'component', ofComponents, (source) => {
    const group = source.take('group');
    const name = typeof group === 'object' ? asText(asRecord(group).name) : asText(group);
    page.components.push({
      id: source.text('id'),
      name: source.text('name'),
      description: source.text('description'),
      group: name,
      since: null,
    });
  });
}

/** Instatus keeps the components' current states, not those at each update: only an open incident has them. */
function readIncident(value: Json, page: ForeignPage, reading: RecordReader) {
  reading.record(value, 'incident', ofIncidents, (source) => {
    const concerned = asList(source.take('components')).map(asRecord);
    const updates = asList(source.take('updates')).flatMap((each) =>
      reading.record(each, 'incident_update', ofUpdates, (update) => {
        const at = readTime(update.take('started')) ?? readTime(asRecord(each).createdAt);
        const stage = stageOf[update.text('status')];
        const body = plainWords(update.text('message') || asText(asRecord(each).messageHtml), page.notes);
        if (at === null || stage === undefined)
          reading.notes.add('updates: one without a time or with an unknown status');
        return at === null || stage === undefined
          ? []
          : [{ id: update.text('id'), at, status: stage, body, components: [] }];
      }),
    );
    const told = updates.toSorted((one, other) => one.at - other.at);
    const last = told.at(-1);
    const levels = concerned.flatMap(({ id, status }) => {
      const level = entryOf(levelOf, asText(status));
      return level === undefined || level === 'operational' ? [] : [{ id: asText(id), status: level }];
    });
    const isOpen = last !== undefined && last.status !== 'resolved';
    if (concerned.length > 0 && !(isOpen && levels.length > 0))
      page.notes.add('incidents: the levels of their components, which Instatus does not keep');
    page.incidents.push({
      id: source.text('id'),
      title: source.text('name'),
      impact: impactOf[source.text('impact')] ?? null,
      startedAt: readTime(source.take('started')),
      updates: told.map((each) => (isOpen && each === last ? { ...each, components: levels } : each)),
    });
  });
}

function readWork(value: Json, page: ForeignPage, reading: RecordReader) {
  reading.record(value, 'maintenance', [...ofIncidents, 'autoStart', 'autoEnd'], (source) => {
    const from = readTime(source.take('start'));
    const minutes = Number(source.take('duration') ?? 0);
    const updates = asList(source.take('updates')).flatMap((each) =>
      reading.record(each, 'maintenance_update', ofUpdates, (update) => {
        const at = readTime(update.take('started')) ?? readTime(asRecord(each).createdAt);
        const body = plainWords(update.text('message'), page.notes);
        return at === null
          ? []
          : [{ id: update.text('id'), at, status: workOf[update.text('status')] ?? null, body }];
      }),
    );
    const components = readIds(source.take('components'));
    const shared = { id: source.text('id'), title: source.text('name') };
    if (from === null || !(minutes >= 1)) page.notes.add('maintenances: one without a beginning or a length');
    else
      page.work.push({
        ...shared,
        from,
        to: from + minutes * 60_000,
        components,
        createdAt: readTime(value.createdAt) ?? from,
        updates: updates.toSorted((one, other) => one.at - other.at),
      });
  });
}

function readSubscriber(value: Json, page: ForeignPage, reading: RecordReader) {
  reading.record(value, 'subscriber', ofSubscribers, (source) => {
    const address = source.text('email');
    const isConfirmed = source.take('confirmed') === true;
    const isAll = source.take('all') !== false;
    const components = readIds(source.take('components'));
    for (const way of ['phone', 'webhook', 'slack', 'discord'])
      if (asText(source.take(way)) !== '')
        page.notes.add(`subscribers by ${way}: not imported, ask them to subscribe again`);
    if (address === '') return;
    if (isConfirmed) page.subscribers.push({ address, components: isAll ? null : components });
    else page.notes.add('subscribers who never confirmed there: not imported');
  });
}
