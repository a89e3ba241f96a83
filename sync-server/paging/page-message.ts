// The text of a page, a reminder and the end of an incident, before a channel formats it.
import type { IncidentSummary, Person } from '#room/feed/feed.ts';
import { sayNothingLeft, sayWhatItWas } from '#room/facts/withdrawn.ts';
import type { Message } from '../delivery/message.ts';
import type { HandPage } from './by-hand/hand-page.ts';
import type { Reason, Send } from './paging-state.ts';

type Words = {
  send: Send;
  incident: IncidentSummary;
  person: Person | null;
  policy: string | null;
  /** PH: the manual page that this message belongs to. */
  hand: Pick<HandPage, 'byName' | 'text' | 'at'> | null;
  /** The address of this server. */
  baseUrl: string;
  /** The secret in the acknowledge link; null when there is nothing to acknowledge. */
  token: string | null;
  /** SV5: the address of the runbook to open first. */
  runbook?: string | null;
  /** ES21: the person can reply to this message. */
  takesReply?: boolean;
};

const because: Partial<Record<Reason, string>> = {
  declared: 'It was just declared.',
  reopened: 'It was resolved and is open again.',
  'another-outage': 'Something else has begun to fail.',
  'severity-raised': 'Its severity was raised.',
  'severity-lowered': 'Its severity was changed.',
  'not-acknowledged-in-time': 'Nobody has acknowledged it in time.',
  'p1-goes-on': 'Nobody has acknowledged it, and a P1 is paged until somebody does.',
  declined: 'The person paged before passed it on.',
  'answer-taken-back': 'Somebody took the acknowledgement back.',
  'silent-after-acknowledging': 'Nobody wrote anything after the acknowledgement.',
  'nobody-on-call': 'Nobody is on call, so Muster pages the owners.',
  'all-declined': 'Everybody passed it on, so Muster pages the owners.',
  'asked-everybody': 'Everybody was paged, and nobody has acknowledged it.',
  'business-hours-began': 'It waited for business hours.',
};

export const owed = {
  commander: 'nobody is in command',
  severity: 'its severity is not set',
  update: 'the update that is due has not been sent',
} as const;

export function pageMessage(words: Words): Message {
  const { send, incident, person, baseUrl, token, runbook = null, takesReply = false } = words;
  const { subject, text } = say(words, [incident.severity, incident.number].filter(Boolean).join(' '));
  const { id, number, title, severity, status, service } = incident;
  const url = `${baseUrl}/#/room/${id}`;
  return {
    purpose: send.purpose,
    incident: { id, number, title, severity, status, service, url },
    subject,
    text: takesReply ? `${text} Reply 1 to acknowledge.` : text,
    // Somebody outside the team cannot open the room.
    links: {
      ...(send.address === undefined ? { open: url } : {}),
      ...(token === null ? {} : { acknowledge: `${baseUrl}/acknowledge/${token}` }),
      ...(runbook === null ? {} : { runbook }),
    },
    to:
      person !== null
        ? { person: addressee(person) }
        : send.address === undefined
          ? {}
          : { address: send.address },
  };
}

function say({ send, incident, person, policy, hand }: Words, name: string) {
  const { title, drill, withdrawn } = incident;
  if (send.reason === 'taken-back')
    return {
      subject: `${name}: you are no longer needed (${title})`,
      text: `${hand?.byName ?? 'The sender'} took the page back.`,
    };
  // WD4: the incident was withdrawn.
  if (send.purpose === 'resolved' && withdrawn !== undefined)
    return {
      subject: `${name} was ${sayWhatItWas(withdrawn)}: ${title}`,
      text: sayNothingLeft(withdrawn),
    };
  if (send.purpose === 'resolved')
    return { subject: `${name} is over: ${title}`, text: 'The incident is resolved.' };
  if (send.purpose === 'acknowledged')
    return { subject: `${name} is acknowledged: ${title}`, text: 'Somebody is on it.' };
  if (send.purpose === 'nag') {
    const what = owed[send.about ?? 'commander'];
    return { subject: `${name}: ${what} (${title})`, text: `The incident is open and ${what}.` };
  }
  if (hand !== null) return { subject: `${name}: ${title}`, text: sayHand(hand, { person, drill }) };
  const reason = because[send.reason] ?? 'It needs somebody.';
  const step = policy === null ? '' : ` (step ${send.step} of “${policy}”)`;
  const request = person === null ? '' : `${person.name}, you are paged${step}. `;
  return { subject: `${name}: ${title}`, text: `${request}${reason}` };
}

/** PH3: who asks, their text, and the time when the page was delayed. */
function sayHand(
  { byName, text, at }: NonNullable<Words['hand']>,
  { person, drill }: { person: Person | null; drill: boolean },
): string {
  const whom = person === null ? '' : `${person.name}, `;
  const time = `${new Date(at).toISOString().slice(11, 16)} UTC`;
  const asks = `${whom}${byName} asks for your help (${time})${text === null ? '.' : `: ${text}`}`;
  return drill ? `This is a drill. ${asks}` : asks;
}

/** What a channel may know about the person paged. */
export function addressee({ id, name, contact }: Person) {
  return {
    id,
    name,
    ...(contact?.email === undefined ? {} : { email: contact.email }),
    ...(contact?.phone === undefined ? {} : { phone: contact.phone }),
  };
}
