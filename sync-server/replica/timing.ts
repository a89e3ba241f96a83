/** Every wait of the replica, in ms. Tests shorten what they would have to wait for. */
export type Timing = {
  /** How often a link asks whether the upstream is still there. */
  pingMs: number;
  /** How long an upstream may say nothing before it counts as gone. Above the feed's 15 s between comments. */
  silenceMs: number;
  /** How long one request may take, and how long while the upstream is known to be away. */
  requestMs: number;
  requestWhileAwayMs: number;
  /** RE6: after a refusal. */
  refusedRetryMs: number;
  /** After the upstream said it has too much to do. */
  busyRetryMs: number;
  /** How long one document may take to catch up before the next may start beside it. */
  turnMs: number;
  /** How long a link that is not needed any more is kept, so that typing does not open one for each key. */
  lingerMs: number;
  /** How often the clock is compared; a laptop's drifts and jumps. */
  clockEveryMs: number;
  /** RE9: how long after something was exchanged the upstream is asked how far its log is. */
  standingAfterMs: number;
  /** AT8: how often it is asked what was erased. */
  erasedEveryMs: number;
  /** Changes of state are told at most this often. */
  tellEveryMs: number;
  /** What is remembered is written at most this often. */
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
