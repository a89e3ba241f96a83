/** SY5: why a server ends a connection; those from 4400 on are ours, the others are of RFC 6455. */
export const closeCodes = {
  goingAway: 1001,
  comeBack: 1012,
  tryAgain: 1013,
  malformed: 4400,
  notAuthenticated: 4401,
  notAllowed: 4403,
  /** ER2: the incident was erased for good. */
  erased: 4410,
  /** TM3: the incident is restricted to others. */
  restricted: 4404,
  tooLarge: 4413,
  tooFast: 4429,
} as const;

/** Whether every new connection would end in the same way until somebody acts. `tooFast` passes by itself. */
export const isLasting = (code: number): boolean =>
  code >= 4400 && code < 4500 && code !== closeCodes.tooFast;
