// Opens the parts of a server in order. A part is given what it needs; none opens another.
import { findAlsoUpstream } from '../replica/also-upstream.ts';
import { openReadiness } from '../storage/readiness.ts';
import { openLives } from '../storage/lives.ts';
import { findRenderer, readVersion } from '../installation.ts';
import { openLiveFeed } from '../feed/live-feed.ts';
import { openMetrics } from '../metrics/metrics.ts';
import { followTickets } from '../action-items/follow-tickets.ts';
import { makeOverview } from '../monitoring/overview.ts';
import { takeSnapshot } from '../feed/take-snapshot.ts';
import { publishChanges } from '../feed/publish-changes.ts';
import { openStatusPages } from '../status-pages/status-pages.ts';
import { openBesideRooms } from './open-beside-rooms.ts';
import { openConfigured } from './open-configured.ts';
import { type Ground, type Making, openGround } from './open-ground.ts';
import { openOnCall, openPagingParts } from './open-on-call.ts';
import { openFollowing } from './open-replica.ts';
import { openRoomParts } from './open-rooms.ts';
import { openSending } from './open-sending.ts';
import { openTeamParts } from './open-team.ts';
import { openTelling } from './open-telling.ts';
import { openWatching } from './open-watching.ts';

/** Everything that a server has opened. Only what assembles a server knows it; a wing names what it takes. */
export type Parts = Awaited<ReturnType<typeof openParts>>;

/**
 * Opens all parts of a server in order. `closings` collects their close functions, even if a later part refuses to
 * open.
 */
export async function openParts(making: Making) {
  const ground = await openGround(making);
  const kept = await openKept(ground);
  const feed = openLiveFeed(() => takeSnapshot(parts));
  ground.closings.push(() => feed.close());
  const paging = openPagingParts({
    ...ground,
    ...kept.parts,
    devices: kept.parts.push.devices,
    scheme: kept.schemeNow,
    clients: feed,
  });
  const { rooms } = kept.parts;
  const others = kept.joined?.sharePresence(rooms) ?? null;
  const following = openFollowing({ ...ground, ...kept.parts, files: kept.files });
  const shown = { ...kept.parts, ...paging, ...following, feed };
  const parts = { ...shown, ...openRest(ground, { ...shown, files: kept.files }), others };
  publishChanges(parts, feed);
  kept.joined?.begin(rooms);
  return parts;
}

/** Opens everything that keeps data of its own or works on it; who is paged follows when clients can be told. */
async function openKept(ground: Ground) {
  const { closings } = ground;
  const team = await openTeamParts(ground);
  const { parts: roomed, ...around } = await openRoomParts({ ...ground, ...team });
  const beside = await openBesideRooms({ ...ground, ...team, ...roomed, ...around });
  const records = { ...team, ...roomed, ...beside.parts };
  const { files } = beside;
  const watching = await openWatching({ ...ground, ...records, files });
  const sending = await openSending({ ...ground, ...records });
  const onCall = await openOnCall({ ...ground, ...records });
  const working = { ...records, ...watching.parts, ...sending.parts, ...onCall.parts };
  const statusPages = await openStatusPages({ ...ground, ...working });
  closings.push(() => statusPages.close());
  const configuration = await openConfigured({ ...ground, ...working, pages: statusPages });
  if (ground.isPrimary) {
    const tickets = followTickets({
      ...ground,
      ...working,
      personName: (id) => working.people.find(id)?.name ?? null,
    });
    closings.push(() => tickets.stop());
  }
  const telling = openTelling({ ...ground, ...working, pages: statusPages });
  return { ...around, files, parts: { ...working, statusPages, configuration, ...telling } };
}

type Shown = Awaited<ReturnType<typeof openKept>>['parts'] &
  ReturnType<typeof openPagingParts> &
  ReturnType<typeof openFollowing> & {
    feed: ReturnType<typeof openLiveFeed>;
    files: Awaited<ReturnType<typeof openKept>>['files'];
  };

/** What tells about the other parts, and what routes need of the ground. */
function openRest(ground: Ground, shown: Shown) {
  const { config, group, log, now, egress, baseUrl, database, folder } = ground;
  const { replica, files, monitors, samples } = shown;
  const version = readVersion();
  const readiness = openReadiness(database, config.dataFolder);
  const operator = { ...shown, version, database, databaseFile: folder.databaseFile, readiness, now };
  return {
    config,
    group,
    version,
    log,
    now,
    egress,
    baseUrl,
    readiness,
    /** On a replica, `find` also asks the upstream. */
    attachments: replica === null ? files : findAlsoUpstream(files, replica),
    overview: makeOverview({ monitors, rollups: samples.rollups, now }),
    metrics: openMetrics({ ...shown, operator }),
    lives: openLives(database),
    /** The folder of the built user interface; null when it was not built. */
    rendererFolder: findRenderer(),
  };
}
