/** SP132: the ways to notify subscribers, in the form's order. */
export const signUpWays = ['email', 'slack', 'teams', 'sms'] as const;
export type SignUpWay = (typeof signUpWays)[number];

/** SP93: the topics that visitors may choose, in the form's order. */
export const signUpTopics = ['incidents', 'maintenance'] as const;
export type SignUpTopic = (typeof signUpTopics)[number];

/** SP93: how many updates of an incident a subscriber gets. */
export const updateAmounts = ['all', 'start-and-end'] as const;
export type UpdateAmount = (typeof updateAmounts)[number];

/** SP93: `components` are changes of a component's level, which webhooks alone hear of. */
export const webhookTopics = [...signUpTopics, 'components'] as const;
export type Topic = (typeof webhookTopics)[number];

/** What a form offers besides components. `updates`: whether their amount can be chosen. */
export type Offer = { topics: readonly Topic[]; updates: boolean };
/** SP93, SP99: what people in these ways may choose; SMS alone is only for the beginning and the end. */
export const offerTo = (ways: readonly (SignUpWay | 'webhook')[]): Offer => ({
  topics: ways.includes('webhook') ? webhookTopics : signUpTopics,
  updates: ways.some((way) => way !== 'sms'),
});
/** With few topics a visitor chooses one of them. With more, each has a box, and at least one must be ticked. */
export const hasBoxes = (topics: readonly Topic[]): boolean => topics.length > signUpTopics.length;
