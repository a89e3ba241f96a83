/** SP132: the ways to notify subscribers, in the form's order. */
export const signUpWays = ['email', 'slack', 'teams', 'sms'] as const;
export type SignUpWay = (typeof signUpWays)[number];
