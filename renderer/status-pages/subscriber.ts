// The subscribers of a page as the API tells them (SP94).
export type SubscriberState = 'pending' | 'active' | 'unsubscribed' | 'quarantined';
export type Subscriber = {
  id: string;
  kind: 'email' | 'webhook';
  address: string;
  components: readonly string[] | null;
  state: SubscriberState;
  reason: string | null;
  createdAt: number;
  activeSince: number | null;
};
export type Subscribers = {
  items: readonly Subscriber[];
  next: string | null;
  counts: Readonly<Record<SubscriberState, number>>;
  letters: Readonly<Partial<Record<string, number>>>;
  isOffered: boolean;
};
export type Letter = {
  id: string;
  kind: string;
  state: string;
  reason: string | null;
  maybeTwice: boolean;
  createdAt: number;
  endedAt: number | null;
};
export type History = {
  events: readonly { at: number; what: string; by: string }[];
  letters: readonly Letter[];
};

/** What `POST …/subscribers` takes: a webhook is known by its scheme. */
export const newSubscriber = (address: string): { webhook: string } | { email: string } => {
  const text = address.trim();
  return /^https?:\/\//iu.test(text) ? { webhook: text } : { email: text };
};

export type HistoryLine =
  | { kind: 'event'; key: string; at: number; what: string; by: string }
  | { kind: 'letter'; key: string; at: number; letter: Letter };

/** What happened and what was sent as one list, newest first. */
export function historyLines({ events, letters }: History): HistoryLine[] {
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
