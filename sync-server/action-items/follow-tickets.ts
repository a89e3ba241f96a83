// TK2, TK3: makes the tickets that somebody asked for, through the outbox, and reads the state of linked ones. What
// came of it is a fact in the item's room. Only on the primary: wishes of an offline desktop arrive with its room.
import { nameIncident } from '#room/text/words.ts';
import { mayUseKind } from '#wire/api/channels.ts';
import type { FactDraft } from '#room/facts/fact.ts';
import { FactRefused } from '#room/facts/fact-refused.ts';
import type { ListedItem } from '#room/learning/action-items.ts';
import { dueDay } from '#room/time/due-day.ts';
import { mayHear } from '#room/view/access.ts';
import { gatherChanges, repeat, type WallClock } from '../clock.ts';
import type { SendContext } from '../delivery/channels/channel.ts';
import { channelKinds } from '../delivery/channels/index.ts';
import type { Channel, Channels } from '../delivery/configured-channels.ts';
import type { Deliveries, DeliveryOutcome } from '../delivery/deliveries.ts';
import type { Message } from '../delivery/message.ts';
import type { Incidents } from '../incidents/incidents.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Log } from '../sync/rooms.ts';
import type { ActionItems } from './action-items.ts';

const server = { by: 'server', author: 'server' };
const readEveryMs = 5 * 60_000;
/** Many items change at once when rooms are read after a start. */
const settleMs = 500;

export type TicketOptions = {
  actionItems: Pick<ActionItems, 'list' | 'onChange'>;
  incidents: Incidents;
  channels: Channels;
  deliveries: Deliveries;
  personName: (id: string) => string | null;
  egress: SendContext['egress'];
  baseUrl: () => string;
  clock: WallClock;
  log: Log;
};

type Asked = { incident: string; item: string };

/** `stop` resolves when nothing is being read or written any more. */
export function followTickets(options: TicketOptions): { stop(): Promise<void> } {
  const { actionItems, clock, log } = options;
  const inTurn = makeTurns();
  /** Items with the tickets that were read since the last round. */
  const seen = new Set<string>();
  const ending = new AbortController();
  const lookSoon = () => {
    inTurn(() => look(seen, ending.signal, options)).catch((error: unknown) =>
      log.error({ err: error }, 'tickets could not be followed'),
    );
  };
  const nextRound = () => {
    seen.clear();
    lookSoon();
  };
  const changes = gatherChanges(settleMs, lookSoon, clock);
  changes.soon();
  const stops = [
    actionItems.onChange(changes.soon),
    changes.stop,
    repeat(clock, readEveryMs, nextRound),
    ...followDeliveries(options),
  ];
  return {
    stop: async () => {
      ending.abort();
      stops.forEach((stop) => stop());
      await inTurn(async () => undefined);
    },
  };
}

function followDeliveries(options: TicketOptions): (() => void)[] {
  const { deliveries, channels, incidents } = options;
  return [
    // The incident may have been restricted since.
    deliveries.onAttempt(async ({ delivery, context }) =>
      delivery.purpose === 'ticket'
        ? whyNot((context as Asked).incident, channels.find(delivery.channel), incidents)
        : null,
    ),
    deliveries.onOutcome((outcome) =>
      outcome.delivery.purpose === 'ticket' ? noteOutcome(outcome, options) : undefined,
    ),
  ];
}

async function look(seen: Set<string>, ending: AbortSignal, options: TicketOptions): Promise<void> {
  const { actionItems } = options;
  for (const item of actionItems.list()) if (item.asked && item.ticket === null) await order(item, options);
  for (const item of actionItems.list()) {
    if (ending.aborted) return;
    const link = `${item.id} ${item.ticket}`;
    if (item.state !== 'open' || !item.ticket || seen.has(link)) continue;
    seen.add(link);
    await readState(item, item.ticket, options);
  }
}

/** Why no ticket may be made there; null when it may. */
function whyNot(incident: string, channel: Channel | null, incidents: Incidents): string | null {
  if (channel === null) return 'the tracker was removed';
  if (channelKinds[channel.settings.kind]?.readTicket === undefined)
    return `${channel.settings.name} is not a tracker`;
  const summary = incidents.restricted().find(({ id }) => id === incident);
  return summary === undefined || mayHear(channel.settings.teams ?? [], summary)
    ? null
    : `the incident is restricted, and ${channel.settings.name} is not a channel of its teams alone`;
}

async function order(item: ListedItem, options: TicketOptions): Promise<void> {
  const { deliveries, channels, incidents } = options;
  const { incident, id, asked } = item;
  if (asked === null) return;
  const channel = channels.find(asked.tracker);
  const isDrill = channel !== null && !mayUseKind(channel.settings.kind, item);
  const refused = isDrill ? 'drills make no tickets' : whyNot(incident, channel, incidents);
  if (refused !== null) return change({ incident, item: id }, { noTicket: refused }, options);
  const dedupKey = `ticket:${asked.fact}`;
  if (deliveries.find(dedupKey) !== null) return;
  deliveries.enqueue({
    channel: asked.tracker,
    message: messageOf(item, options),
    dedupKey,
    incident,
    context: { incident, item: id } satisfies Asked,
  });
}

function messageOf(item: ListedItem, { personName, baseUrl }: TicketOptions): Message {
  const { incident, id, text, owner, due, number, title } = item;
  const name = owner === null ? null : personName(owner);
  const lines = [
    text.trim(),
    '',
    `Action item of ${nameIncident({ number, title })}`,
    ...(name === null ? [] : [`Owner: ${name}`]),
    ...(due === null ? [] : [`Due: ${dueDay(due)}`]),
  ];
  return {
    purpose: 'ticket',
    // Without the incident: the subject is the item's own.
    incident: null,
    subject: text.trim().split('\n', 1)[0] ?? '',
    text: lines.join('\n'),
    links: { open: `${baseUrl()}/#/room/${incident}/${id}` },
    to: {},
    ticketFor: `${incident}-${id}`,
  };
}

/** At least once: a second time the item has the ticket already, or no wish for one. */
async function noteOutcome({ delivery, context }: DeliveryOutcome, options: TicketOptions): Promise<void> {
  const about = context as Asked;
  const item = options.actionItems.list().find(({ id }) => id === about.item);
  if (item?.asked == null || delivery.dedupKey !== `ticket:${item.asked.fact}`) return;
  const made = delivery.attempts.at(-1)?.made;
  await change(
    about,
    delivery.state === 'sent' && made !== undefined
      ? { ticket: made }
      : { noTicket: delivery.reason ?? 'the tracker gave no reason' },
    options,
  );
}

async function readState(item: ListedItem, ticket: string, options: TicketOptions): Promise<void> {
  const { channels, egress, clock, log } = options;
  for (const { settings: channel } of channels.list()) {
    const { readTicket, timeoutMs = 0 } = channelKinds[channel.kind] ?? {};
    if (readTicket === undefined || channel.paused) continue;
    const signal = AbortSignal.timeout(timeoutMs);
    const context = { signal, egress, deliveryId: item.id, now: clock.now(), host: '' };
    const state = await readTicket(ticket, channel.settings, context).catch((error: unknown) => {
      log.warn({ err: error, tracker: channel.name }, 'a ticket could not be read');
      return null;
    });
    if (state === null) continue;
    const { isOpen, name } = item.ticketState ?? {};
    if (state.isOpen === isOpen && state.name === name) return;
    return change({ incident: item.incident, item: item.id }, { ticketState: state }, options);
  }
}

async function change(
  { incident, item }: Asked,
  what: Omit<FactDraft<'action-item-changed'>, 'kind' | 'target'>,
  { incidents, log }: TicketOptions,
): Promise<void> {
  try {
    await incidents.append(incident, [{ kind: 'action-item-changed', target: item, ...what }], server);
  } catch (error) {
    if (!(error instanceof FactRefused)) throw error;
    log.error({ err: error, incident, item }, 'the room refused the entry about a ticket');
  }
}
