// Opens the parts of a server in order. A part is given what it needs; none opens another.
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { makeUlidSource } from '#room/facts/ulid.ts';
import { openTelling } from './open-telling.ts';
import { openErasing } from '../incidents/erasing.ts';
import { openErasedPeople } from '../people/erased-people.ts';
import { openPersonalData } from '../personal-data/open.ts';
import { openAuditLog } from '../audit/audit-log.ts';
import { findAlsoUpstream } from '../replica/also-upstream.ts';
import { openAttachments } from '../attachments/open-store.ts';
import { openUploads } from '../attachments/uploads.ts';
import { type WallClock } from '../clock.ts';
import { openBridge } from '../incidents/call-template.ts';
import type { Config } from '../config.ts';
import { knownIn } from '../configuration/plan.ts';
import { openConfiguration } from '../configuration/configuration.ts';
import { openOwnDatabase } from '../storage/open.ts';
import { openReadiness } from '../storage/readiness.ts';
import { openLives } from '../storage/lives.ts';
import { holdDataFolder } from '../storage/data-folder.ts';
import { type Group } from '../group/join.ts';
import { makeEgress } from '../outgoing/egress.ts';
import { openHub } from '../hub/hub.ts';
import { openDevices } from '../devices/devices.ts';
import { openPasses } from '../hub/passes.ts';
import { openQuestions } from '../hub/questions.ts';
import { findRenderer, readVersion } from '../installation.ts';
import { openLiveFeed } from '../feed/live-feed.ts';
import { openMetrics } from '../metrics/metrics.ts';
import { makeOverview } from '../monitoring/overview.ts';
import { openCompanySignIn } from '../sign-in/open.ts';
import { openTeam } from '../people/open.ts';
import { openPlaybookRuns } from '../incidents/playbook-runs.ts';
import { takeSnapshot } from '../feed/take-snapshot.ts';
import { publishChanges } from '../feed/publish-changes.ts';
import type { Replica } from '../replica/replica.ts';
import { openLearning } from './open-learning.ts';
import { openOnCall, openPagingParts } from './open-on-call.ts';
import { openRoomParts } from './open-rooms.ts';
import { openSending } from './open-sending.ts';
import { openWatching } from './open-watching.ts';
import { followTeamServer, openReplica } from './open-replica.ts';
import { openServices } from '../services/services.ts';
import type { Away } from '../status-pages/away/away.ts';
import { openStatusPages } from '../status-pages/status-pages.ts';

/** Everything that a server has opened. Only what assembles a server knows it; a wing names what it takes. */
export type Parts = Awaited<ReturnType<typeof openParts>>;

export type Making = {
  config: Config;
  log: Logger;
  clock: WallClock;
  closings: (() => Promise<void> | void)[];
  listening: { url: string };
  /** MP1: set if several processes may use the database. */
  group: Group | null;
};

/**
 * Opens all parts of a server in order. `closings` collects their close functions, also if a later part refuses to
 * open.
 */
export async function openParts({ config, log, clock, closings, listening, group }: Making) {
  const folder = holdDataFolder(config.dataFolder);
  closings.push(() => folder.release());
  const database = await openOwnDatabase(config.database, folder);
  closings.push(() => database.close());

  let replica: Replica | null = null;
  let away: Away | null = null;
  const now = () => clock.now() + (replica?.clockOffsetMs() ?? 0);
  const makeId = makeUlidSource((bytes) => randomBytes(bytes), now);
  const isPrimary = config.upstreams.length === 0;

  const passes = openPasses({ database, isPrimary, now, endedKeys: () => endedKeys() });
  const devices = await openDevices({ database, passes, now });
  const endedKeys = () => (replica === null ? devices.endings() : (replica.mirrored().endedKeys ?? []));
  /** Passed to every part that stores data. */
  const kept = { database, now, makeId, log };
  const erasedPeople = openErasedPeople(database);
  const audit = openAuditLog({ ...kept, calledSince: (person) => erasedPeople.of(person)?.name ?? null });
  closings.push(() => audit.close());
  const team = { ...kept, config, clock, closings, audit, folder, replica: () => replica };
  const { people, authority, invitations, tokens, teams } = await openTeam(team);
  const signing = { settings: config.oidc ?? null, database, people, authority, audit, clock, log };
  const companySignIn = openCompanySignIn(signing);
  closings.push(() => companySignIn?.signIns.stop());
  const bridge = openBridge(database);
  const hub = openHub({
    database,
    defaultHost: config.hubHost,
    host: () => replica?.me() ?? people.list().find(({ role }) => role === 'owner') ?? null,
    now,
    log,
  });
  // Closed after the rooms, which close the connections of people who came through it.
  closings.push(() => hub.close());
  const opened = { ...kept, config, group, passes, replica: () => replica, isPrimary, clock, closings };
  const roomed = await openRoomParts(opened);
  const { rooms, incidents, scheme } = roomed.parts;
  const services = await openServices({ database, makeId });
  const servicesNow = () => replica?.mirrored().services ?? services.shown();
  const learning = await openLearning({ ...kept, rooms, incidents, services: servicesNow, isPrimary, clock });
  const { actionItems, restedRooms, reviewTemplates } = learning.parts;
  closings.push(() => learning.close());
  const attached = { ...kept, config, clock, closings, folder: folder.attachmentsFolder };
  const files = await openAttachments(attached);
  const erasing = openErasing({
    erasures: roomed.erasures,
    database,
    rooms,
    incidents,
    restedRooms,
    files,
    log,
  });
  await erasing.finish();
  const eraser = { erased: erasedPeople, database, people, incidents, isPrimary, now, log };
  const personal = await openPersonalData(eraser);
  const playbookRuns = openPlaybookRuns({ database, rooms, log });
  closings.push(() => playbookRuns.close());
  const egress = makeEgress(config);
  const watching = await openWatching({
    ...kept,
    services,
    incidents,
    files,
    egress,
    config,
    isPrimary,
    clock,
    closings,
  });
  const { monitors, intakes, samples, maintenance, uplink, watch } = watching.parts;
  const baseUrl = () => config.baseUrl ?? listening.url;
  const mailed = { ...kept, audit, people, tokens, authority, incidents, egress, baseUrl, closings };
  const sending = await openSending(mailed);
  const { channels, push, deliveries } = sending.parts;
  const onCall = await openOnCall({ ...kept, people, clock, closings });
  const measuring = { monitors, uplink, maintenance, watch, incidents, people };
  const publishing = { database, egress, clock, makeId, isPrimary, baseUrl, log };
  const statusPages = await openStatusPages({ ...measuring, ...publishing, channels });
  closings.push(() => statusPages.close());
  const records = { services, reviewTemplates, scheme };
  const { schedules, policies } = onCall.parts;
  const ofTeam = { people, teams, schedules, channels, policies };
  const configured = { ...ofTeam, monitors, intakes, maintenance, ...records };
  const configuration = await openConfiguration({
    ...kept,
    file: config.configuration,
    mayRemove: config.mayRemove,
    environment: process.env,
    audit,
    known: knownIn({ ...configured, pages: statusPages }),
  });
  closings.push(() => configuration.close());
  const told = { ...kept, ...publishing, ...watching.parts, closings, incidents, channels };
  const { outbox, subscribers } = openTelling({ ...told, pages: statusPages });
  const feed = openLiveFeed(() => takeSnapshot(parts));
  closings.push(() => feed.close());
  const paging = openPagingParts({
    ...kept,
    ...onCall.parts,
    ...watching.parts,
    people,
    incidents,
    services,
    actionItems,
    channels,
    deliveries,
    devices: push.devices,
    scheme: roomed.schemeNow,
    clients: feed,
    baseUrl,
    isPrimary,
    clock,
    closings,
  });
  if (!isPrimary) {
    replica = openReplica({ config, rooms, incidents, database, files, passes, clock, closings, log });
    const { publisher } = statusPages;
    const followed = { ...kept, ...personal, authority, incidents, erasing, publisher, clock, closings };
    away = followTeamServer({ ...followed, replica });
  }
  const version = readVersion();
  const readiness = openReadiness(database, config.dataFolder);
  const { databaseFile } = folder;
  const sent = { deliveries, outbox, intakes, ...paging };
  const operator = { ...sent, version, database, databaseFile, readiness, replica, now };
  const parts = {
    config,
    group,
    others: roomed.joined?.sharePresence(rooms) ?? null,
    version,
    log,
    now,
    people,
    invitations,
    tokens,
    teams,
    companySignIn,
    audit,
    erasing,
    erasedPeople,
    ...personal,
    ...learning.parts,
    services,
    statusPages,
    subscribers,
    outbox,
    attachments: replica === null ? files : findAlsoUpstream(files, replica),
    uploads: openUploads(now),
    ...roomed.parts,
    ...watching.parts,
    ...sending.parts,
    ...onCall.parts,
    ...paging,
    playbookRuns,
    overview: makeOverview({ monitors, rollups: samples.rollups, now }),
    egress,
    configuration,
    feed,
    bridge,
    hub,
    passes,
    devices,
    endedKeys,
    questions: openQuestions(now),
    metrics: openMetrics({ rooms, incidents, monitors, samples, watch, feed, configuration, operator }),
    lives: openLives(database),
    replica,
    away,
    identify: authority.identify,
    authority,
    baseUrl,
    readiness,
    rendererFolder: findRenderer(),
  };
  publishChanges(parts, feed);
  roomed.joined?.begin(rooms);
  return parts;
}
