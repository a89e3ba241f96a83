/** SP132: by which ways visitors may be told, in the order of the form. */
export const signUpWays = ['email', 'slack', 'teams', 'sms'] as const;
export type SignUpWay = (typeof signUpWays)[number];
