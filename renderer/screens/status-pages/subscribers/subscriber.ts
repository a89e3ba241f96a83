// The subscribers of a page as the API returns them (SP94).
import type { Letter, SubscriberHistory } from '#wire/api/status-pages.ts';
type NewSubscriber =
  | { email: string }
  | { webhook: string }
  | { slack: string }
  | { teams: string }
  | { sms: string };

/** Hosts of Microsoft workflow and older connector addresses. */
const ofTeams = /(?:^|\.)(?:webhook\.office\.com|logic\.azure\.com|powerplatform\.com)$/iu;

/** The body of `POST …/subscribers`: a plus marks a phone, a host marks a chat, a URL scheme marks a webhook. */
export function newSubscriber(address: string): NewSubscriber {
  const text = address.trim();
  if (/^(?:\+|00)[\d ()./-]+$/u.test(text)) return { sms: text };
  if (!/^https?:\/\//iu.test(text)) return { email: text };
  const host = URL.canParse(text) ? new URL(text).hostname : '';
  if (host === 'hooks.slack.com') return { slack: text };
  return ofTeams.test(host) ? { teams: text } : { webhook: text };
}

export type HistoryLine =
  | { kind: 'event'; key: string; at: number; what: string; by: string }
  | { kind: 'letter'; key: string; at: number; letter: Letter };

/** Events and messages as one list, newest first. */
export function historyLines({
  events,
  letters,
}: Pick<SubscriberHistory, 'events' | 'letters'>): HistoryLine[] {
  const lines: HistoryLine[] = [
    ...events.map(({ at, what, by }): HistoryLine => ({ kind: 'event', key: `${at} ${what}`, at, what, by })),
    ...letters.map((letter): HistoryLine => ({
      kind: 'letter',
      key: letter.id,
      at: letter.endedAt ?? letter.createdAt,
      letter,
    })),
  ];
  return lines.toSorted((one, other) => other.at - one.at);
}
