// Sends updates written and approved in a room through the team's channels (CN8). Decides from the room as this
// server has it, when somebody asks and again just before each attempt. The room gets the fact that it was sent only
// once it was.
import type { FactDraft } from '#room/facts/fact.ts';
import { FactRefused } from '#room/facts/fact-refused.ts';
import { splitHeadline } from '#room/comms/render.ts';
import { decideSend, type SendRefusal } from '#room/comms/send.ts';
import { draftStanding, isCopyOf } from '#room/comms/standing.ts';
import type { Draft, Room } from '#room/view/room-view.ts';
import { channelKinds } from '../delivery/channels/index.ts';
import type { Deliveries, Delivery, DeliveryOutcome } from '../delivery/deliveries.ts';
import type { Channel, Channels } from '../delivery/configured-channels.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Incidents, Writer } from './incidents.ts';
import type { Log } from '../sync/rooms.ts';

export type UpdateOrder = {
  incident: string;
  draft: string;
  channel: string;
  /** Why it is sent without approval; '' requires an approved text. */
  override: string;
  /** SHA-256 of the rendered text that the sender saw; null when not given. */
  hash: string | null;
  writer: Writer;
};
export type UpdateRefusal =
  | SendRefusal
  | 'no-incident'
  | 'no-draft'
  | 'no-channel'
  | 'paused'
  | 'other-audience'
  /** The sender saw a different text than this server has. */
  | 'not-as-seen';

export type Updates = {
  /** The same text through the same channel is one delivery; a failed one may be sent again. */
  send(order: UpdateOrder): Promise<Delivery | UpdateRefusal>;
};

type Context = Omit<UpdateOrder, 'hash'> & { hash: string; fact: FactDraft<'sent'> };
type Seen = { room: Room; draft: Draft; text: string } | 'no-incident' | 'no-draft';

type Options = { incidents: Incidents; channels: Channels; deliveries: Deliveries; log: Log };

export function openUpdates(options: Options): Updates {
  const { deliveries } = options;
  const inTurn = makeTurns();
  deliveries.onAttempt(async ({ delivery, context }) =>
    delivery.purpose === 'update' ? whyNotAnyMore(context as Context, options) : null,
  );
  deliveries.onOutcome((outcome) =>
    outcome.delivery.purpose === 'update' && outcome.delivery.state === 'sent'
      ? inTurn(() => note(outcome, options))
      : undefined,
  );
  // One at a time: two people who press Send at once send one update.
  return { send: (order) => inTurn(() => send(order, options)) };
}

async function look(incidents: Incidents, incident: string, id: string): Promise<Seen> {
  const seen = await incidents.look(incident, (_doc, open) => {
    const room = open.room();
    const draft = room.drafts.find((each) => each.draft === id);
    return draft === undefined ? 'no-draft' : { room, draft, text: open.text(`draft/${id}`).toJSON() };
  });
  return seen ?? 'no-incident';
}

/** What would be sent now, or why nothing would. */
async function decide(
  order: Omit<UpdateOrder, 'writer' | 'hash'>,
  channel: Channel,
  { incidents }: Pick<Options, 'incidents'>,
) {
  const seen = await look(incidents, order.incident, order.draft);
  if (typeof seen === 'string') return seen;
  const { room, draft, text } = seen;
  if (!channel.settings.audiences.some((each) => each === draft.audience)) return 'other-audience';
  const { copy = 'page', longestUpdate = 0 } = channelKinds[channel.settings.kind] ?? {};
  const label = channel.settings.name;
  const decision = decideSend({ draft, text, room, channel: copy, label, override: order.override });
  if (!decision.ok) return decision.reason;
  const { rendered, hash } = draftStanding(draft, text, room);
  if (rendered.text.length > longestUpdate) return 'too-long';
  const since = draft.sent.findLast((sent) => !isCopyOf(sent, { hash, rendered }))?.id ?? 'first';
  return { fact: decision.fact, hash, rendered: rendered.text, isShort: copy === 'short', since };
}

async function send(order: UpdateOrder, options: Options): Promise<Delivery | UpdateRefusal> {
  const { channels, deliveries } = options;
  const channel = channels.find(order.channel);
  if (channel === null) return 'no-channel';
  const decided = await decide(order, channel, options);
  if (typeof decided === 'string') return decided;
  const { fact, hash, rendered, since } = decided;
  if (order.hash !== null && order.hash !== hash) return 'not-as-seen';
  if (channel.settings.paused) return 'paused';
  const key = `update:${order.incident}:${order.draft}:${hash}:${since}:${channel.id}`;
  const before = priorTo(deliveries, key);
  if (before.open !== null) return before.open;
  const { headline, body } = splitHeadline(rendered);
  const { override, draft, incident, writer } = order;
  const context: Context = { incident, draft, channel: channel.id, override, writer, hash, fact };
  return deliveries.enqueue({
    channel: channel.id,
    incident,
    dedupKey: `${key}:${before.ended}`,
    person: writer.by,
    // Without the incident: readers get only the text.
    message: {
      purpose: 'update',
      incident: null,
      subject: headline,
      text: decided.isShort ? fact.text : body,
      links: {},
      to: {},
      rendered,
    },
    context,
  });
}

/** Null when the text is still the approved one. */
async function whyNotAnyMore({ hash, ...order }: Context, options: Options): Promise<string | null> {
  const channel = options.channels.find(order.channel);
  const decided = channel === null ? 'no-channel' : await decide(order, channel, options);
  if (typeof decided === 'string') return `it was not sent: ${why[decided]}`;
  return decided.hash === hash ? null : 'it was not sent: the text, or what it names, has changed since';
}

async function note({ delivery, context }: DeliveryOutcome, { incidents, log }: Options): Promise<void> {
  const { incident, draft, fact, writer } = context as Context;
  const at = delivery.attempts.at(-1)?.at;
  const seen = await look(incidents, incident, draft);
  // Reported a second time, after a crash.
  const isNoted = typeof seen !== 'string' && seen.draft.sent.some((sent) => sent.delivery === delivery.id);
  if (isNoted) return;
  const readers = delivery.to?.split(/[\n,;]+/u).filter((each) => each.trim() !== '').length ?? 0;
  const sent = {
    ...fact,
    delivery: delivery.id,
    ...(at !== undefined && { at }),
    ...(readers > 0 && { readers }),
  };
  try {
    await incidents.append(incident, [sent], writer);
  } catch (error) {
    if (!(error instanceof FactRefused)) throw error;
    log.error({ err: error, incident, delivery: delivery.id }, 'the room refused the entry about an update');
  }
}

/** The delivery in progress or sent, and how many ended without arriving. */
function priorTo(deliveries: Deliveries, key: string): { open: Delivery | null; ended: number } {
  for (let ended = 0; ; ended++) {
    const delivery = deliveries.find(`${key}:${ended}`);
    if (delivery === null) return { open: null, ended };
    if (delivery.state === 'queued' || delivery.state === 'sent') return { open: delivery, ended };
  }
}

/** Completes a sentence. */
export const why: Record<UpdateRefusal, string> = {
  'no-incident': 'the server does not have this incident',
  'no-draft': 'the server does not have this draft',
  'no-channel': 'there is no such channel',
  paused: 'the channel is paused',
  'other-audience': 'the channel is not marked for this audience',
  'not-as-seen': 'what the server has is not what you saw: it changed, or yours has not arrived there yet',
  empty: 'the text is empty',
  'not-filled-in': 'something in it is still to be filled in, in [brackets] or {braces}',
  'not-approved': 'nobody approved it as it stands now',
  'too-long': 'it is too long for this channel',
  'no-label': 'the channel has no name',
};
