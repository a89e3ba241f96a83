// NT1, NT2: tells the owner of a service, in working hours, that something of it expires soon or is degraded.
import type { Person } from '#room/feed/feed.ts';
import { isoDate } from '#room/time/time.ts';
import { dayMs } from '#room/time/zone.ts';
import type { Message } from '../delivery/message.ts';
import type { Monitor } from '../monitoring/monitors.ts';
import { nextWork } from '../paging/recipients.ts';
import { answerFor, type TeamNow } from '../services/answer-for.ts';
import { writeTo, type Reminder } from './reminders.ts';

/** What gets well by itself before that is not worth a message. */
const unwellForMs = 10 * 60_000;
const againAfterMs = 7 * dayMs;
/** The first, and then one a week. */
const mostTurns = 8;

type Told = Omit<Reminder, 'person' | 'message'> & { subject: string; text: string };

/** Every reminder of every monitor that tells its owner. `baseUrl` is where this server is reached. */
export function monitorReminders(
  monitors: readonly Monitor[],
  { baseUrl, ...team }: TeamNow & { baseUrl: () => string },
): readonly Reminder[] {
  return monitors.flatMap((monitor): Reminder[] => {
    const { paused, tellsOwner = true, service = null } = monitor.settings;
    if (paused || !tellsOwner) return [];
    const isSoonOver = monitor.certificate?.saidDays != null;
    if (!isSoonOver && monitor.standing.status !== 'degraded') return [];
    return answerFor(service, team).flatMap((person) => {
      const told = isSoonOver ? certificateEnds(monitor, person) : isUnwell(monitor, person);
      return told.map(({ subject, text, ...when }) => ({
        ...when,
        person,
        message: () => messageTo(person, monitor, { subject, text, baseUrl: baseUrl() }),
      }));
    });
  });
}

/** Once for each of CH12's days. */
function certificateEnds({ id, settings, certificate }: Monitor, person: Person): Told[] {
  if (certificate?.saidDays == null || certificate.saidAt == null) return [];
  const { fingerprint, expiresAt, saidDays, saidAt } = certificate;
  const day = isoDate(expiresAt);
  return [
    {
      key: `certificate.${id}.${fingerprint}.${saidDays}`,
      at: nextWork(person, saidAt) ?? saidAt,
      incident: null,
      subject: `The certificate of ${settings.name} ends on ${day}`,
      text: `${person.name}, the certificate of ${settings.name} ends on ${day}. Renew it before then.`,
    },
  ];
}

function isUnwell({ id, settings, standing }: Monitor, person: Person): Told[] {
  const { since, reason } = standing;
  const because = reason === null ? '' : `: ${reason}`;
  return Array.from({ length: mostTurns }, (_, turn): Told => {
    const from = since + unwellForMs + turn * againAfterMs;
    const at = nextWork(person, from) ?? from;
    return {
      // By day, so that one that comes and goes is told at most once in it.
      key: `unwell.${id}.${isoDate(at)}`,
      at,
      incident: null,
      subject: `${settings.name} is degraded`,
      text: `${person.name}, ${settings.name} has been degraded since ${isoDate(since)}${because}. It is not down yet.`,
    };
  });
}

function messageTo(
  person: Person,
  { id, settings }: Monitor,
  { subject, text, baseUrl }: { subject: string; text: string; baseUrl: string },
): Message {
  const of = settings.service === undefined ? '' : `\nService: ${settings.service}`;
  return writeTo(person, { subject, text: `${text}${of}`, open: `/#/monitors/${id}` }, baseUrl);
}
