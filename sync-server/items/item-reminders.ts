// AI5: whoever promised an action item is told on the morning of its day, and again after it, through a channel that
// takes addresses. Each reminder has a key in the queue of deliveries, so that it goes out once, also over a restart.
import { dueDay } from '#room/due-day.ts';
import type { ListedItem } from '#room/action-items.ts';
import type { Person } from '#room/feed.ts';
import { readDay } from '#room/time.ts';
import { dayMs, openZone } from '#room/zone.ts';
import { openAlarm, type WallClock } from '../clock.ts';
import type { Channels } from '../delivery/configured-channels.ts';
import { channelKinds } from '../delivery/channels/index.ts';
import type { Deliveries } from '../delivery/deliveries.ts';
import type { Message } from '../delivery/message.ts';
import { addressee } from '../paging/page-message.ts';
import { nextWork, waysTo } from '../paging/recipients.ts';
import type { People } from '../people/people.ts';
import type { Log } from '../sync/rooms.ts';
import type { ActionItems } from './action-items.ts';

/** One that could not go out while it was of use is left out; the next says the same. */
const usefulForMs = 3 * dayMs;
/** Days after the day on which it fell due. */
const afterDays = [0, 7, 14] as const;

type Reminder = { at: number; kind: 'due' | 'after-0' | 'after-7' | 'after-14' };

/** When to remind its owner, in their working hours, of an open item that is due at `due`. Pure. */
export function remindersOf(person: Person, due: number): readonly Reminder[] {
  const zone = openZone(person.contact?.timeZone ?? 'UTC');
  const morning = nextWork(person, zone.toInstant(readDay(dueDay(due)) ?? due));
  const after = afterDays.flatMap((days): Reminder[] => {
    const at = nextWork(person, due + 1 + days * dayMs);
    return at === null ? [] : [{ at, kind: `after-${days}` }];
  });
  const isInTime = morning !== null && morning <= due;
  return isInTime ? [{ at: morning, kind: 'due' }, ...after] : after;
}

/** Looks when an item changes, when the next reminder is due, and every hour. */
export function remindOfItems(options: {
  actionItems: Pick<ActionItems, 'list' | 'find' | 'onChange'>;
  people: Pick<People, 'find'>;
  channels: Channels;
  deliveries: Deliveries;
  clock: WallClock;
  baseUrl: () => string;
  log: Log;
}): { stop(): void } {
  const { actionItems, people, channels, deliveries, clock, baseUrl, log } = options;

  const remind = (item: ListedItem, person: Person, { kind }: Reminder) => {
    const channel = channelFor(person, channels);
    if (channel === null || item.due === null) return;
    deliveries.enqueue({
      channel,
      message: messageOf(item, person, { isOver: kind !== 'due', baseUrl: baseUrl() }),
      incident: item.incident,
      dedupKey: `item.${item.incident}.${item.id}.${item.due}.${kind}.${person.id}`,
      context: { item: item.id, incident: item.incident },
    });
  };
  const lookAt = (item: ListedItem, now: number): number | null => {
    const person = item.owner === null ? null : people.find(item.owner);
    if (item.state !== 'open' || item.due === null || item.drill || person === null) return null;
    const all = remindersOf(person, item.due);
    for (const reminder of all)
      if (reminder.at <= now && reminder.at > now - usefulForMs) remind(item, person, reminder);
    return all.find(({ at }) => at > now)?.at ?? null;
  };
  const look = () => {
    const now = clock.now();
    try {
      const next = actionItems.list().flatMap((item) => lookAt(item, now) ?? []);
      alarm.set(next.length === 0 ? null : Math.min(...next));
    } catch (error) {
      log.error({ err: error }, 'reminders of action items could not be sent; they are tried again');
      alarm.set(now + tryAgainMs);
    }
  };
  const alarm = openAlarm(clock, look);
  const soon = () => alarm.set(clock.now() + settleMs);
  const endings = [
    actionItems.onChange(soon),
    deliveries.onAttempt(async ({ context }) => {
      if (typeof context.item !== 'string' || typeof context.incident !== 'string') return null;
      return actionItems.find(context.incident, context.item)?.state === 'open'
        ? null
        : 'the action item is no longer open';
    }),
  ];
  soon();
  return {
    stop: () => {
      endings.forEach((end) => end());
      alarm.set(null);
    },
  };
}

/** Many items change at once when rooms are read after a start. */
const settleMs = 1_000;
const tryAgainMs = 60_000;

/** Where somebody is written to and nobody is woken: their own way that is no telephone. */
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

function messageOf(
  { text, due, title, number, ticket }: ListedItem,
  person: Person,
  { isOver, baseUrl }: { isOver: boolean; baseUrl: string },
): Message {
  const day = dueDay(due ?? 0);
  const words = text.trim().split('\n', 1)[0] ?? '';
  const of = [number, title].filter(Boolean).join(' ');
  const said = isOver
    ? `${person.name}, this action item of ${of} was due on ${day} and is still open.`
    : `${person.name}, this action item of ${of} is due today, ${day}.`;
  const then = 'Mark it as done, or drop it and say why.';
  return {
    purpose: 'reminder',
    // Without the incident: nothing of it is opened or ended by a reminder.
    incident: null,
    subject: isOver ? `Overdue since ${day}: ${words}` : `Due today: ${words}`,
    text: [said, ...(ticket === null ? [] : [`Ticket: ${ticket}`]), then].join('\n'),
    links: { open: `${baseUrl}/#/action-items?mine=true` },
    to: { person: addressee(person) },
  };
}
