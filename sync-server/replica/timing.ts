/** All waiting times of the replica, in ms. Tests use shorter ones. */
export type Timing = {
  /** How often a link checks that the upstream still answers. */
  pingMs: number;
  /** The silence after which an upstream counts as gone. More than the 15 s between the feed's comments. */
  silenceMs: number;
  /** The time limit of a request, and its limit while the upstream is known to be away. */
  requestMs: number;
  requestWhileAwayMs: number;
  /** RE6: the wait after a refusal. */
  refusedRetryMs: number;
  /** The wait after the upstream said that it is too busy. */
  busyRetryMs: number;
  /** After this time of catching up, the next document may start as well. */
  turnMs: number;
  /** How long an unneeded link is kept, so that typing does not open one for each key press. */
  lingerMs: number;
  /** How often the clock is compared; a laptop's clock drifts and jumps. */
  clockEveryMs: number;
  /** RE9: how long after an exchange the upstream is asked for its log position. */
  standingAfterMs: number;
  /** AT8: how often the upstream is asked for erased files. */
  erasedEveryMs: number;
  /** The shortest time between two messages about the connection state. */
  tellEveryMs: number;
  /** The shortest time between two writes of the stored state. */
  rememberEveryMs: number;
};

export const defaultTiming: Timing = {
  pingMs: 10_000,
  silenceMs: 25_000,
  requestMs: 10_000,
  requestWhileAwayMs: 3_000,
  refusedRetryMs: 60_000,
  busyRetryMs: 5_000,
  turnMs: 30_000,
  lingerMs: 5_000,
  clockEveryMs: 300_000,
  standingAfterMs: 5_000,
  erasedEveryMs: 30_000,
  tellEveryMs: 100,
  rememberEveryMs: 2_000,
};
