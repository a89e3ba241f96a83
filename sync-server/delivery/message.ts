// A message before its channel is known: every channel formats it in its own way.
import type { Severity, Status } from '#room/facts/fact.ts';

export type Purpose =
  /** Calls somebody to an incident. */
  | 'page'
  /** News of an incident, and its end. */
  | 'incident'
  | 'resolved'
  /** Somebody acknowledged. */
  | 'acknowledged'
  /** A text for an audience, written and approved in the room. */
  | 'update'
  /** Something is overdue: an update, a severity, a commander. */
  | 'nag'
  /** Something that a person promised is due. */
  | 'reminder'
  /** A shift begins or changes. */
  | 'shift'
  /** TK1: asks a tracker for a ticket of an action item. */
  | 'ticket'
  /** Somebody changed a setting. */
  | 'audit'
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
  /** `runbook` (SV5) is on any host; the others are this server's. */
  links: { open?: string; acknowledge?: string; runbook?: string };
  to: {
    /** `device`: the phone or browser it is for (WP3). */
    person?: { id: string; name: string; email?: string; phone?: string; device?: string };
    address?: string;
  };
  /** Of a ticket: identifies the thing that it is for. */
  ticketFor?: string;
  /** The approved text, for updates only: readers see nothing else of the message. */
  rendered?: string;
};

/** The subject as one line of at most `limit` characters. */
export const headlineOf = ({ subject }: Message, limit: number): string =>
  clipLine(subject.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim(), limit);

/** CN11: like `headlineOf`, with what the subject does not say of the incident's short name in front. */
export function namedHeadlineOf(message: Message, limit: number, separator = ' '): string {
  const { incident } = message;
  const line = headlineOf(message, limit * 2);
  return clipLine(incident === null ? line : named(line, incident, separator), limit);
}

function named(
  line: string,
  { severity, number }: NonNullable<Message['incident']>,
  separator: string,
): string {
  if (number === null) return /^P[1-4]\b/iu.test(line) ? line : `${severity}${separator}${line}`;
  if (
    !line
      .toUpperCase()
      .split(/[^\p{L}\p{N}_-]+/u)
      .includes(number.toUpperCase())
  )
    return `${severity} ${number}${separator}${line}`;
  return /\bP[1-4]\b/iu.test(line) ? line : `${severity} ${line}`;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function clipLine(line: string, limit: number): string {
  if (Array.from(line).length <= limit) return line;
  let kept = '';
  let count = 1;
  for (const { segment } of graphemes.segment(line)) {
    count += Array.from(segment).length;
    if (count > limit) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** What the link that acknowledges does, as its page says it; a test (PT1) has nothing to acknowledge. */
export const answerWord = ({ purpose }: Pick<Message, 'purpose'>): string =>
  purpose === 'test' ? 'It arrived' : 'Acknowledge';

/** The text, escaped with `escape`, followed by the links as lines, for channels without buttons. */
export function textWithLinks(
  { text, links, purpose }: Message,
  escape: (text: string) => string = (same) => same,
): string {
  const lines = [
    ...(links.acknowledge === undefined ? [] : [`${answerWord({ purpose })}: ${links.acknowledge}`]),
    ...(links.open === undefined ? [] : [`Open: ${links.open}`]),
    ...(links.runbook === undefined ? [] : [`Runbook: ${links.runbook}`]),
  ];
  const whole = escape(text);
  return lines.length === 0 ? whole : `${whole}\n\n${lines.join('\n')}`;
}
