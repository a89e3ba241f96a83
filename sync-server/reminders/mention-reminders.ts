// TH6: tells people who are mentioned in a room, where no desktop of theirs need be open.
import type { IncidentSummary, Person } from '#room/feed/feed.ts';
import type { Mention } from '#room/view/room-view.ts';
import { nameIncident } from '#room/text/words.ts';
import { cutText } from '#room/text/cut.ts';
import type { People } from '../people/people.ts';
import { writeTo, type Reminder } from './reminders.ts';

/** After that, the room itself is the better place to look. */
const usefulForMs = 3_600_000;
/** Several mentions in a row are one e-mail. */
const settleMs = 120_000;
const longest = 500;

type Known = { find: People['find']; hasDevice: (person: string) => boolean; baseUrl: () => string };

/**
 * The newest standing mention of each person in each room: at once on their phones and browsers, else by a quiet channel.
 */
export function mentionReminders(
  incidents: readonly IncidentSummary[],
  { find, hasDevice, baseUrl }: Known,
): readonly Reminder[] {
  return incidents.flatMap((incident) =>
    (incident.mentions ?? []).flatMap((mention): Reminder[] => {
      const person = find(mention.person);
      if (person === null) return [];
      const onDevices = hasDevice(person.id);
      return [
        {
          key: `mention.${incident.id}.${mention.fact}`,
          at: mention.noted + (onDevices ? 0 : settleMs),
          until: mention.noted + usefulForMs,
          person,
          onDevices,
          incident: incident.id,
          message: () =>
            messageOf(incident, mention, {
              person,
              by: find(mention.by)?.name ?? 'Somebody',
              baseUrl: baseUrl(),
            }),
        },
      ];
    }),
  );
}

type Words = { person: Person; by: string; baseUrl: string };

function messageOf(incident: IncidentSummary, mention: Mention, { person, by, baseUrl }: Words) {
  const { id, number, title, severity, status, service } = incident;
  const open = `/#/room/${id}/${mention.fact}`;
  const letter = {
    subject: `${by} mentions you in ${nameIncident({ number, title })}`,
    text: cutText(mention.text, longest),
    open,
    incident: { id, number, title, severity, status, service, url: `${baseUrl}${open}` },
  };
  return writeTo(person, letter, baseUrl);
}
