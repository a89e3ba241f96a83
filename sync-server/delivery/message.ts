// What is said to somebody, before it is known by which channel: every channel makes its own shape of it.
import type { Severity, Status } from '#room/fact.ts';

export type Purpose =
  /** Somebody is to come. */
  | 'page'
  /** Something happened to an incident, and that it is over. */
  | 'incident'
  | 'resolved'
  /** Somebody has it. */
  | 'acknowledged'
  /** A text for an audience, written and approved in the room. */
  | 'update'
  /** Something is owed: an update, a severity, a commander. */
  | 'nag'
  /** A shift begins or changes. */
  | 'shift'
  | 'test';

export type Message = {
  purpose: Purpose;
  incident: {
    id: string;
    number: string | null;
    title: string;
    severity: Severity;
    status: Status;
    service: string | null;
    url: string;
  } | null;
  /** One line. */
  subject: string;
  /** Plain text, without the subject. */
  text: string;
  links: { open?: string; acknowledge?: string };
  to: { person?: { id: string; name: string; email?: string; phone?: string }; address?: string };
  /** The whole text that was approved, for an update alone: nothing else of the message reaches its readers. */
  rendered?: string;
};

/** What comes before the title in whatever has one line: `P1 INC-42`; empty without an incident. */
export function shortName({ incident }: Message): string {
  return incident === null ? '' : [incident.severity, incident.number].filter(Boolean).join(' ');
}

/** The subject as one line of at most `limit` characters, without control characters. */
export function headlineOf(message: Message, limit: number): string {
  const line = message.subject.replace(/\p{Cc}+/gu, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= limit
    ? line
    : `${characters
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`;
}

/** The text with its links as lines below it, for channels without buttons. */
export function textWithLinks({ text, links }: Message): string {
  const lines = [
    ...(links.acknowledge === undefined ? [] : [`Acknowledge: ${links.acknowledge}`]),
    ...(links.open === undefined ? [] : [`Open: ${links.open}`]),
  ];
  return lines.length === 0 ? text : `${text}\n\n${lines.join('\n')}`;
}
