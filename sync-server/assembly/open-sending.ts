// Opens what sends messages to people and channels: the outbox, the channels, push notices and deliveries. Nothing is
// sent before `start` of the outbox, and open-telling.ts closes it.
import { hostname } from 'node:os';
import type { AuditLog } from '../audit/audit-log.ts';
import { sendEntries } from '../audit/send-entries.ts';
import { makeCensor } from '../delivery/censor.ts';
import { channelKinds } from '../delivery/channels/index.ts';
import { openChannels } from '../delivery/configured-channels.ts';
import { openDeliveries } from '../delivery/deliveries.ts';
import { openOutbox } from '../delivery/outbox/outbox.ts';
import { openPush } from '../delivery/push/open.ts';
import { openUpdates } from '../incidents/updates.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { ApiTokens } from '../people/api-tokens.ts';
import type { Authority } from '../people/authority.ts';
import type { People } from '../people/people.ts';
import type { Ground } from './open-ground.ts';

type Options = Ground & {
  audit: AuditLog;
  people: People;
  tokens: ApiTokens;
  authority: Pick<Authority, 'personNow'>;
  incidents: Incidents;
};

export async function openSending(options: Options) {
  const { audit, authority, incidents, log } = options;
  const channels = await openChannels(options);
  const censor = makeCensor({ incidents, personNow: authority.personNow });
  const push = openPush(options);
  const outbox = openOutbox(options);
  const sending = { ...options, outbox, censor, random: Math.random, host: hostname() };
  const deliveries = push.over(
    openDeliveries({ ...sending, ...push.known({ channels, kinds: channelKinds }) }),
  );
  sendEntries({ audit, deliveries, incidents });
  const updates = openUpdates({ incidents, channels, deliveries, log });
  return { parts: { outbox, channels, push, deliveries, updates } };
}
