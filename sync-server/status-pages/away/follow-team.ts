// SP110, SP112: a desktop's server reads status pages from the team's server and hands updates over to it. It asks on
// every change that the team's server announces, and from time to time. No answer means “away”.
import { z } from 'zod';
import type { WallClock } from '../../clock.ts';
import { UpstreamAway } from '../../replica/forward.ts';
import { lookAgain, type LookingAgain } from '../../replica/look-again.ts';
import type { Replica } from '../../replica/replica.ts';
import type { Log } from '../../sync/rooms.ts';
import type { AwayStore, WaitingUpdate } from './away-store.ts';
import { type KeptPage, keptPageSchema } from './kept-page.ts';

type Options = {
  replica: Pick<Replica, 'forwardToTeam' | 'onTeamMessage' | 'onMessage' | 'states'>;
  store: AwayStore;
  /** Called when the team's server does not answer. */
  whileAway: () => Promise<void>;
  clock: WallClock;
  log: Log;
};

const soonMs = 300;
export const againMs = 60_000;
/** The longest time until a closed page or a withdrawn right is noticed. */
const idleMs = 300_000;
const mostBackoff = 6;
const answerSchema = z.object({ items: z.array(keptPageSchema) });

/** The result of asking for the pages. */
type Asked = 'refused' | 'away' | 'unwell' | readonly KeptPage[];

/** The team's server refused an update for now; it is offered again. */
class NotTaken extends Error {}

/** Calls `look` on the team's news of its pages, and when the team's server refuses this desktop. */
const listen = (replica: Options['replica'], look: () => void) => [
  replica.onTeamMessage(({ type }) => {
    if (type === 'snapshot' || type === 'people' || type === 'status-pages') look();
  }),
  // A desktop that the team's server refuses must not keep its keys.
  replica.onMessage(({ type }) => {
    if (type === 'upstreams' && replica.states()[0]?.state === 'refused') look();
  }),
];

/** Asks again whenever that is due. */
export function followTeam({ replica, store, whileAway, clock, log }: Options): LookingAgain {
  let failures = 0;

  /** Returns in how many milliseconds to ask again. */
  const look = async (): Promise<number> => {
    const asked = await askForPages(replica);
    if (asked === 'away') {
      await whileAway();
      return store.waiting().length > 0 ? againMs : idleMs;
    }
    if (asked === 'unwell') return againMs;
    store.keep(asked === 'refused' ? [] : asked);
    if (asked === 'refused') return idleMs;
    const waiting = store.waiting();
    for (const each of waiting) await handOver(each, { replica, store, log });
    failures = 0;
    // After handing updates over, reads the page again soon.
    return waiting.length > 0 ? soonMs : idleMs;
  };
  const { soon, close } = lookAgain(clock, async () => {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof NotTaken || error instanceof UpstreamAway))
        log.error({ err: error }, 'the pages could not be synchronised with the team’s server');
      failures = Math.min(failures + 1, mostBackoff);
      return Math.min(againMs, 1_000 * 2 ** failures);
    }
  });
  const listening = listen(replica, () => soon(soonMs));
  return {
    soon,
    close: async () => {
      for (const stop of listening) stop();
      await close();
    },
  };
}

type Asking = Pick<Options, 'replica'>['replica'];

async function askForPages({ forwardToTeam }: Asking): Promise<Asked> {
  try {
    const headers = { accept: 'application/json' };
    const { status, body } = await forwardToTeam({
      method: 'GET',
      path: '/api/v1/pages/away',
      headers,
      body: null,
    });
    // No permission, or an older server: nothing is kept any more.
    if (status === 403 || status === 404) return [];
    if (status !== 200) return 'unwell';
    return answerSchema.parse(JSON.parse(body.toString())).items as unknown as readonly KeptPage[];
  } catch (error) {
    if (!(error instanceof UpstreamAway)) throw error;
    return error.isRefused ? 'refused' : 'away';
  }
}

/** Rejects with NotTaken or UpstreamAway. Repeating is safe: the update has an id. */
async function handOver(
  waiting: WaitingUpdate,
  { replica, store, log }: Pick<Options, 'replica' | 'store' | 'log'>,
): Promise<void> {
  const { page, update } = waiting;
  const { status, body } = await replica.forwardToTeam({
    method: 'POST',
    path: `/api/v1/pages/${encodeURIComponent(page)}/updates`,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'idempotency-key': update.id,
    },
    body: JSON.stringify(bodyOf(waiting)),
  });
  if (status === 201) return store.handedOver(waiting);
  const about = { page, update: update.id, status, reason: body.toString().slice(0, 500) };
  if (status === 404) {
    log.error(about, 'the team removed the page; an update published on it stays only in its room');
    return store.drop(update.id);
  }
  log.warn(about, 'the team’s server refused an update that was published while it was away');
  throw new NotTaken();
}

function bodyOf({ update, approved, sequence }: WaitingUpdate) {
  const { id: _id, by: _by, editedAt: _editedAt, ...words } = update;
  return {
    ...words,
    draft: approved.draft,
    hash: approved.hash,
    ...(sequence !== null && { sequence }),
  };
}
