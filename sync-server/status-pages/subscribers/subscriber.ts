// A subscriber of a page, and their states.
import type { Topic, UpdateAmount } from '#status-page/sign-up-ways.ts';

export const subscriberStates = ['pending', 'active', 'unsubscribed', 'quarantined'] as const;
export type SubscriberState = (typeof subscriberStates)[number];
/** `form`: they signed up and confirmed by mail. The others were confirmed elsewhere. */
export type SubscriberSource = 'form' | 'by-hand' | 'import';

export const subscriberKinds = ['email', 'webhook', 'slack', 'teams', 'sms'] as const;
export type ChatKind = 'slack' | 'teams';

export type Choice = {
  /** The components they subscribed to; null: everything. */
  components: readonly string[] | null;
  /** Null: every topic. */
  topics: readonly Topic[] | null;
  /** Of each incident. */
  updates: UpdateAmount;
};

export type Subscriber = Choice & {
  id: string;
  page: string;
  kind: (typeof subscriberKinds)[number];
  /** An e-mail address, a phone number, or a webhook's address; a chat's address is secret. */
  address: string;
  /** Null: the page's language. */
  language: string | null;
  state: SubscriberState;
  /** Why it is quarantined. */
  reason: string | null;
  source: SubscriberSource;
  /** The random token of the unsubscribe link; it allows nothing else. */
  token: string;
  /** Signs the body that a webhook gets. */
  secret: string | null;
  /** SP95: who is told by mail when this webhook is quarantined. */
  contact: string | null;
  failures: number;
  createdAt: number;
  activeSince: number | null;
  changedAt: number;
};

export const mostSubscribers = 20_000;

export const isChat = (kind: Subscriber['kind']): kind is ChatKind => kind === 'slack' || kind === 'teams';

/** For owners: the address of a chat without the part that allows posting. */
export const shownAddress = ({ kind, address }: Pick<Subscriber, 'kind' | 'address'>): string =>
  isChat(kind) ? `${new URL(address).origin}/••••••••` : address;

/** For pages and mails: the path of a webhook's address is often its secret. */
export const addressForReaders = (subscriber: Pick<Subscriber, 'kind' | 'address'>): string =>
  subscriber.kind === 'webhook' ? new URL(subscriber.address).host : shownAddress(subscriber);

/** The choice in a letter or link. A letter of an earlier version has less of it. */
export const readChoice = (payload: Readonly<Record<string, unknown>>): Choice => ({
  components: (payload.choice ?? null) as Choice['components'],
  topics: (payload.topics ?? null) as Choice['topics'],
  updates: (payload.updates ?? 'all') as Choice['updates'],
});

/** The same in a letter. */
export const choiceIn = ({ components, topics: chosen, updates }: Choice) => ({
  choice: components,
  topics: chosen,
  updates,
});

/** All topics are the same as none chosen. */
export const choiceOfTopics = (chosen: readonly Topic[], offered: readonly Topic[]): Choice['topics'] =>
  chosen.length === 0 || offered.every((topic) => chosen.includes(topic)) ? null : chosen;

/**
 * Whether they hear of news of this topic about these components; a subscriber who chose some gets nothing that names
 * none.
 */
export const hearsOf = (
  { components, topics: chosen }: Pick<Choice, 'components' | 'topics'>,
  topic: Topic,
  concerned: Iterable<string>,
): boolean =>
  (chosen === null || chosen.includes(topic)) &&
  (components === null || [...concerned].some((id) => components.includes(id)));
