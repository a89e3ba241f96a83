// Reminds people of what they owe or should know in time, through a channel with addresses. It wakes nobody. Each
// reminder has a key in the queue of deliveries, so that it goes out once, even across a restart. It is not sent if
// the person has done it meanwhile.
import type { Person } from '#room/feed/feed.ts';
import { dayMs } from '#room/time/zone.ts';
import { openAlarm, type WallClock } from '../clock.ts';
import type { Channels } from '../delivery/configured-channels.ts';
import { pushChannel } from '../delivery/push/push-way.ts';
import { channelKinds } from '../delivery/channels/index.ts';
import type { Deliveries } from '../delivery/deliveries.ts';
import type { Message } from '../delivery/message.ts';
import { addressee } from '../paging/page-message.ts';
import { waysTo } from '../paging/recipients.ts';
import type { People } from '../people/people.ts';
import type { Log } from '../sync/rooms.ts';

/** One reminder of something that is still owed. */
export type Reminder = {
  /** The same for the same reminder, for ever. */
  key: string;
  at: number;
  person: Person;
  /** The incident that the reminder is about, if any. */
  incident: string | null;
  /** Goes as a notice to the phones and browsers on which the person allowed notices. */
  onDevices?: boolean;
  /** From when on it is of no use; by default three days after `at`. */
  until?: number;
  message: () => Message;
};

export type ReminderOptions = {
  people: Pick<People, 'find'>;
  channels: Channels;
  deliveries: Deliveries;
  clock: WallClock;
  log: Log;
};

/** A message to the person who owes it. `open` is the link's path at this server, such as `/#/monitors`. */
export function writeTo(
  person: Person,
  { subject, text, open, purpose = 'reminder', incident = null }: Letter,
  baseUrl: string,
): Message {
  return {
    purpose,
    incident,
    subject,
    text,
    links: { open: `${baseUrl}${open}` },
    to: { person: addressee(person) },
  };
}

type Letter = {
  subject: string;
  text: string;
  open: string;
  purpose?: 'reminder' | 'shift';
  /** Only where the message is part of its conversation: a reminder opens and ends nothing of an incident. */
  incident?: Message['incident'];
};

/** One that could not go out while it was of use is left out; the next says the same. */
const usefulForMs = 3 * dayMs;
/** Many things change at once when rooms are read after a start. */
const settleMs = 1_000;
const tryAgainMs = 60_000;

/** `list` is everything that is owed, with all its reminders, gone by and to come. */
export function remindOf(
  source: { list: () => readonly Reminder[]; onChange: (listener: () => void) => () => void },
  { channels, deliveries, clock, log }: ReminderOptions,
): { stop(): void } {
  const remind = ({ key, at, until, person, onDevices = false, incident, message }: Reminder) => {
    const channel = onDevices ? pushChannel : channelFor(person, channels);
    if (channel === null) return;
    deliveries.enqueue({
      channel,
      message: message(),
      ...(incident === null ? {} : { incident }),
      notAfter: until ?? at + usefulForMs,
      dedupKey: `${key}.${person.id}`,
      context: { reminder: key },
    });
  };
  const look = () => {
    const now = clock.now();
    try {
      const all = source.list();
      for (const each of all) if (each.at <= now && now < (each.until ?? each.at + usefulForMs)) remind(each);
      const next = all.flatMap(({ at }) => (at > now ? [at] : []));
      // What begins only with time, as shifts do, is found by looking again.
      alarm.set(Math.min(...next, now + dayMs));
    } catch (error) {
      log.error({ err: error }, 'reminders could not be sent; the server tries again');
      alarm.set(now + tryAgainMs);
    }
  };
  const alarm = openAlarm(clock, look);
  const soon = () => alarm.set(clock.now() + settleMs);
  const stop = source.onChange(soon);
  soon();
  return {
    stop: () => {
      stop();
      alarm.set(null);
    },
  };
}

/** What waits in the queue is looked at once more before it goes: `isOwed` knows the keys of all that is. */
export function dropWhatIsNotOwed(deliveries: Deliveries, isOwed: (key: string) => boolean): () => void {
  return deliveries.onAttempt(async ({ context }) =>
    typeof context.reminder !== 'string' || isOwed(context.reminder) ? null : 'it is no longer owed',
  );
}

/** A person's own way of contact that wakes nobody, so not by telephone. */
function channelFor(person: Person, channels: Channels): string | null {
  const known = channels.list().map(({ id, settings: { kind, name, paused } }) => {
    return { id, kind, name, isPaused: paused };
  });
  const quiet = known.filter(({ kind, isPaused }) => {
    const addresses = channelKinds[kind]?.addresses;
    return !isPaused && kind !== 'pagerduty' && addresses !== 'phone';
  });
  const ways = waysTo(person, { people: [person], onCall: [], channels: quiet });
  const mail = quiet.find(({ kind }) => kind === 'email');
  if (mail !== undefined && person.contact?.email !== undefined) return mail.id;
  return ways.find(({ channel }) => channel !== 'desktop')?.channel ?? null;
}
