// TM4: censors everything that is sent. A message about a restricted incident goes out whole only to people who may
// see it and through channels of its own teams. Everybody else hears that there is one, without its title or details.
import { mayHear, maySee } from '#room/view/access.ts';
import type { IncidentSummary, Person } from '#room/feed/feed.ts';
import type { Channel } from './configured-channels.ts';
import type { Order } from './delivery-order.ts';
import type { Message, Purpose } from './message.ts';

type Asked = Pick<Order, 'message' | 'incident' | 'context'>;
/** The message as its readers may see it; the same message when nothing has to be left out. */
export type Censor = (order: Asked, channel: Channel | null) => Message;

type Options = {
  incidents: { restricted(): readonly IncidentSummary[] };
  personNow: (id: string) => Person | null;
};

export function makeCensor({ incidents, personNow }: Options): Censor {
  return ({ message, incident, context = {} }, channel) => {
    const id = message.incident?.id ?? incident;
    if (id === undefined) return message;
    const summary = incidents.restricted().find((each) => each.id === id);
    // Somebody who may see the incident wrote it for these readers, or asked this person to come; audit messages are
    // censored where they are made.
    const isMeant =
      message.purpose === 'update' || message.purpose === 'audit' || context['hand'] !== undefined;
    if (summary === undefined || isMeant) return message;
    const { person } = message.to;
    const reader = person === undefined ? null : personNow(person.id);
    const mayRead =
      person === undefined
        ? mayHear(channel?.settings.teams ?? [], summary)
        : reader !== null && maySee(reader, summary);
    return mayRead ? message : leaveOut(message);
  };
}

const said: Partial<Record<Purpose, string>> = {
  page: 'A restricted incident needs somebody',
  incident: 'A restricted incident was declared',
  resolved: 'A restricted incident is over',
  acknowledged: 'A restricted incident is acknowledged',
  nag: 'Something is owed in a restricted incident',
  reminder: 'Something falls due in a restricted incident',
};

/** Keeps only that there is an incident, its severity, and the buttons for the person paged. */
function leaveOut(message: Message): Message {
  const { incident } = message;
  const name = [incident?.severity, incident?.number].filter(Boolean).join(' ');
  const words = said[message.purpose] ?? 'There is news of a restricted incident';
  return {
    ...message,
    incident: incident && { ...incident, title: 'A restricted incident', service: null },
    subject: name === '' ? words : `${name}: ${words.charAt(0).toLowerCase()}${words.slice(1)}`,
    text: 'You cannot see its title and text. Ask an owner for access.',
  };
}
