/** Texts of notices that this browser makes itself. */
export const words = {
  muster: 'Muster',
  somethingHappened: 'Something happened. Open Muster to see what.',
  acknowledge: 'Acknowledge',
  itArrived: 'It arrived',
  open: 'Open',
  notAcknowledged: (title: string) => `Not acknowledged: ${title}`,
  notReached: 'This browser could not reach the server. Try again, or open Muster.',
};
