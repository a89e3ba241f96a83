// Who hears of a page, and how that stands.
export const subscriberStates = ['pending', 'active', 'unsubscribed', 'quarantined'] as const;
export type SubscriberState = (typeof subscriberStates)[number];
/** `form`: by themselves, confirmed by mail. The others were confirmed elsewhere. */
export type SubscriberSource = 'form' | 'by-hand' | 'import';

export const subscriberKinds = ['email', 'webhook', 'slack', 'teams', 'sms'] as const;
export type ChatKind = 'slack' | 'teams';

export type Subscriber = {
  id: string;
  page: string;
  kind: (typeof subscriberKinds)[number];
  /** An e-mail address, or the address of a webhook; that of a chat is a secret. */
  address: string;
  /** What they hear of; null: everything. */
  components: readonly string[] | null;
  /** Null: the page's own. */
  language: string | null;
  state: SubscriberState;
  /** Why it is quarantined. */
  reason: string | null;
  source: SubscriberSource;
  /** Unsubscribes, and nothing else; random. */
  token: string;
  /** Signs what a webhook gets. */
  secret: string | null;
  failures: number;
  createdAt: number;
  activeSince: number | null;
  changedAt: number;
};

export const mostSubscribers = 20_000;

/** Whether they hear of what concerns these components; who chose some hears of nothing that names none. */
export const hearsOf = (
  { components }: Pick<Subscriber, 'components'>,
  concerned: Iterable<string>,
): boolean => components === null || [...concerned].some((id) => components.includes(id));
