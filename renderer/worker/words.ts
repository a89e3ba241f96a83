/** The sentences of notices that come from nobody but this browser. */
export const words = {
  muster: 'Muster',
  somethingHappened: 'Something happened. Open Muster to see what.',
  acknowledge: 'Acknowledge',
  itArrived: 'It arrived',
  open: 'Open',
  notAcknowledged: (title: string) => `Not acknowledged: ${title}`,
  notReached: 'The server could not be reached from here. Try again, or open Muster.',
};
