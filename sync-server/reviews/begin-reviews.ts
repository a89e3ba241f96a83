// RT2: starts a review from the severity's template one minute after an incident is resolved. Only on the primary,
// which knows every room and the current templates.
import type { ReviewTemplate } from '#room/facts/review-template.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { standardTemplate } from '#room/pir/templates/shipped.ts';
import { isShipped, templateFor, textsOf, toRoom } from '#room/pir/templates/template.ts';
import { peakOf } from '#room/pir/review-state.ts';
import type { OpenRoom } from '#room/log/room.ts';
import { openTimers, type WallClock } from '../clock.ts';
import { isOpen, type Incidents } from '../incidents/incidents.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Log } from '../sync/rooms.ts';
import type { ReviewTemplates } from './review-templates.ts';

const server = { by: 'server', author: 'server' };

/** Time for a room to be reopened, or for somebody to begin the review; then nothing is done. */
const restMs = 60_000;
/** A room from a desktop that was offline for longer is too old. */
const heardLateMs = 14 * 24 * 3_600_000;

type Options = {
  incidents: Incidents;
  templates: Pick<ReviewTemplates, 'list'>;
  clock: WallClock;
  log: Log;
};

/** Incidents resolved more than `restMs` before this server started keep what they have. */
export function beginReviews(options: Options): { stop(): Promise<void> } {
  const { incidents, clock, log } = options;
  const inTurn = makeTurns();
  let isStopped = false;
  /** The rooms that rest before their review begins. */
  const resting = openTimers(clock);
  /** Rooms already handled, and those resolved long before this server started. */
  const settled = new Set<string>();
  const begin = makeBegin(options, () => isStopped);
  const consider = (incident: IncidentSummary) => {
    const { id, resolvedAt } = incident;
    if (isOpen(incident)) {
      resting.cancel(id);
      settled.delete(id);
      return;
    }
    const ago = clock.now() - (resolvedAt ?? 0);
    if (resting.has(id) || settled.has(id) || ago > heardLateMs) return;
    // Resolved while its desktop was offline: the minute begins when this server learns of it.
    const left = ago > restMs ? restMs : restMs - ago;
    resting.set(id, Math.min(left, restMs), () => {
      settled.add(id);
      inTurn(() => begin(id)).catch((error: unknown) =>
        log.error({ err: error, incident: id }, 'a review could not get its template'),
      );
    });
  };
  for (const incident of incidents.list()) {
    const isOld = !isOpen(incident) && clock.now() - (incident.resolvedAt ?? 0) > restMs;
    if (isOld) settled.add(incident.id);
    else consider(incident);
  }
  const stop = incidents.onChange(consider);
  return {
    stop: async () => {
      stop();
      isStopped = true;
      resting.close();
      await inTurn(async () => {});
    },
  };
}

const makeBegin =
  ({ incidents, templates, log }: Options, isStopped: () => boolean) =>
  async (id: string): Promise<void> => {
    if (isStopped()) return;
    const template = await incidents.look(id, (_doc, room) => decideTemplate(room, templates.list()));
    if (template === null) return;
    await incidents.append(id, [{ kind: 'review', template }], server);
    log.info({ incident: id, template: template.name }, 'a review began with its template');
  };

type Kept = ReturnType<ReviewTemplates['list']>;

/** Null when a template was chosen, somebody began to write, or the severity has the standard one or none. */
function decideTemplate(open: OpenRoom, kept: Kept): ReviewTemplate | null {
  const room = open.room();
  if (room.resolvedAt === null && room.closedAt === null) return null;
  if (room.review.templates.length > 0 || room.withdrawn !== null || room.review.state !== 'draft')
    return null;
  const isBegun = [...textsOf([]).keys()].some((name) => open.text(name).toJSON().trim() !== '');
  if (isBegun) return null;
  const chosen = templateFor(
    kept.map(({ settings }) => settings),
    peakOf(room),
  );
  // A room without a template already has the standard one.
  if (chosen === null || (chosen.name === standardTemplate.name && isShipped(chosen))) return null;
  return toRoom(chosen);
}
