// A subscriber of a page, and their states.
export const subscriberStates = ['pending', 'active', 'unsubscribed', 'quarantined'] as const;
export type SubscriberState = (typeof subscriberStates)[number];
/** `form`: they signed up and confirmed by mail. The others were confirmed elsewhere. */
export type SubscriberSource = 'form' | 'by-hand' | 'import';

export const subscriberKinds = ['email', 'webhook', 'slack', 'teams', 'sms'] as const;
export type ChatKind = 'slack' | 'teams';

export type Subscriber = {
  id: string;
  page: string;
  kind: (typeof subscriberKinds)[number];
  /** An e-mail address, a phone number, or a webhook's address; a chat's address is secret. */
  address: string;
  /** The components they subscribed to; null: everything. */
  components: readonly string[] | null;
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
  failures: number;
  createdAt: number;
  activeSince: number | null;
  changedAt: number;
};

export const mostSubscribers = 20_000;

/** Whether they hear of news about these components; a subscriber who chose some gets nothing that names none. */
export const hearsOf = (
  { components }: Pick<Subscriber, 'components'>,
  concerned: Iterable<string>,
): boolean => components === null || [...concerned].some((id) => components.includes(id));
