// A data folder whose deliveries still stand in the queue that an older version had.
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, startPostgres } from '../checks/testing/databases.ts';
import type { TestTarget } from '../checks/testing/targets.ts';
import { makeEgress } from '../outgoing/egress.ts';
import { openInbox } from '../paging/testing/inbox.ts';
import { type OldRow, openOldFile, openOldPostgres } from '../storage/testing/old-queue.ts';
import { channelKinds } from './channels/index.ts';
import { openChannels } from './configured-channels.ts';
import type { DeliveryOutcome } from './deliveries.ts';
import type { Purpose } from './message.ts';
import { began, openDeliveriesAlone, order, page } from './testing/queue.ts';

type Old = {
  id: string;
  purpose: Purpose;
  state?: string;
  isBegun?: boolean;
  isTold?: boolean;
  attempts?: { at: number; ok: boolean; reason: string | null }[];
  person?: string;
};
// The last reason looks like an attempt of its own.
const failed = { at: began - 9_000, ok: false, reason: 'answered 503: {"ok":true}' };
const olds: Old[] = [
  { id: '01', purpose: 'page' },
  { id: '02', purpose: 'page', isBegun: true, attempts: [failed, failed] },
  { id: '03', purpose: 'update', isBegun: true },
  { id: '04', purpose: 'page', state: 'sent', attempts: [{ ...failed, ok: true, reason: null }] },
  { id: '05', purpose: 'incident', state: 'failed', isTold: true, attempts: [failed] },
  { id: '06', purpose: 'resolved', person: 'bo' },
];

/** What the older version had written. */
function rows(url: string): OldRow[] {
  const settings = {
    name: 'Hook',
    kind: 'webhook',
    settings: { url, secret: '' },
    paused: false,
    audiences: [],
  };
  const channel: OldRow = { table: 'channels', columns: { id: 'hook', settings: JSON.stringify(settings) } };
  const queued = olds.map((old): OldRow => {
    const {
      id,
      purpose,
      state = 'queued',
      isBegun = false,
      isTold = false,
      attempts = [],
      person = null,
    } = old;
    const isQueued = state === 'queued';
    const columns = {
      id,
      dedup_key: `page:${id}`,
      channel: 'hook',
      channel_name: 'Hook, then',
      kind: 'webhook',
      person,
      purpose,
      subject: 'It’s "down"',
      incident: 'incident-1',
      state,
      reason: attempts.at(-1)?.reason ?? null,
      attempts: JSON.stringify(attempts),
      message: JSON.stringify(page({ purpose, subject: 'It’s "down"' })),
      context: JSON.stringify({ step: id }),
      created_at: began - 10_000,
      next_at: isQueued ? began - 5_000 : null,
      give_up_at: began + 3_600_000,
      begun_at: isBegun ? began - 1_000 : null,
      ended_at: isQueued ? null : began - 2_000,
      told: isTold ? 1 : 0,
    };
    return { table: 'deliveries', columns };
  });
  return [channel, ...queued];
}

let cluster: TestTarget | null = null;
beforeAll(async () => {
  if (hasPostgres) cluster = await startPostgres();
});
afterAll(() => cluster?.[Symbol.asyncDispose]());

const openers = [
  ['SQLite', true, (url: string) => openOldFile(rows(url))],
  ['PostgreSQL', hasPostgres, (url: string) => openOldPostgres(cluster, rows(url))],
] as const;

describe.each(openers)('over %s', (_name, isHere, open) => {
  test.skipIf(!isHere)(
    '[OB7] deliveries that waited in the queue of an older version leave once, with all they had',
    async () => {
      await using inbox = await openInbox();
      const database = await open(inbox.url);
      let ids = 0;
      const makeId = () => `new${++ids}`;
      const channels = await openChannels({ database, makeId });
      const deliveries = openDeliveriesAlone({
        database,
        channels,
        kinds: channelKinds,
        egress: makeEgress({ allowsLinkLocal: false }),
        now: () => began,
        random: () => 0.5,
        makeId,
        host: 'muster.test',
        log: pino({ level: 'silent' }),
      });
      const told: DeliveryOutcome[] = [];
      deliveries.onOutcome((outcome) => void told.push(outcome));
      deliveries.start();
      await deliveries.runDue();
      // The same keys are still the same deliveries.
      const [hook] = channels.list();
      for (const { id } of olds) deliveries.enqueue(order(hook!, { dedupKey: `page:${id}` }));
      await deliveries.runDue();

      const sent = inbox.received.map(({ headers }) => headers['x-muster-delivery']);
      expect(sent).toHaveLength(3);
      expect(new Set(sent)).toEqual(new Set(['01', '02', '06']));
      const shown = deliveries.list({ incident: 'incident-1' });
      expect(
        shown.map(({ id, state, maybeTwice, attempts }) => [id, state, maybeTwice, attempts.length]),
      ).toEqual([
        ['06', 'sent', false, 1],
        ['05', 'failed', false, 1],
        ['04', 'sent', false, 1],
        ['03', 'failed', false, 1],
        ['02', 'sent', true, 4],
        ['01', 'sent', false, 1],
      ]);
      expect(shown[0]).toMatchObject({
        dedupKey: 'page:06',
        channelName: 'Hook, then',
        kind: 'webhook',
        person: 'bo',
        purpose: 'resolved',
        subject: 'It’s "down"',
      });
      expect(shown[4]?.attempts.slice(0, 2)).toEqual([failed, failed]);
      expect(shown[4]?.attempts[2]?.reason).toContain('the server ended during this attempt');
      expect(told).toHaveLength(5);
      expect(
        new Set(told.map(({ delivery, context }) => `${delivery.id} of ${String(context['step'])}`)),
      ).toEqual(new Set(['01', '02', '03', '04', '06'].map((id) => `${id} of ${id}`)));
      expect(deliveries.counts()).toMatchObject({ queued: 0, oldestAt: null });
      await deliveries.close();
      await database.close();
      database.tidy();
    },
  );
});
