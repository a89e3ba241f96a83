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
