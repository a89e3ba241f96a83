/** The limits of docs/spec.md that guard the sync protocol. Sizes are bytes, times milliseconds. */
export type Limits = {
  frameBytes: number;
  documentBytes: number;
  framesPerSecond: number;
  frameBurst: number;
  sockets: number;
  /** SY8: what one connection may have waiting for its dependencies. */
  waitingBytes: number;
  /** SY9: one awareness state, and how many one connection may introduce. */
  presenceBytes: number;
  presences: number;
  /** SY10: what a peer may leave unread. */
  unreadBytes: number;
  /** SY11: how long a document stays in memory after the last connection. */
  idleMs: number;
  /** How many documents that nobody is in stay in memory for that long. */
  idleDocuments: number;
  /** SY11: updates in the log after which the next pause is used for a snapshot. */
  snapshotAfter: number;
  /** How long writes gather before the next commit, once one was just made. */
  gatherMs: number;
  /** How often a silent connection is spoken to and looked at whether it still answers. */
  heartbeatMs: number;
};

const mebibyte = 1024 * 1024;

export const defaultLimits: Limits = {
  frameBytes: 8 * mebibyte,
  documentBytes: 64 * mebibyte,
  framesPerSecond: 1_000,
  frameBurst: 5_000,
  sockets: 2_000,
  waitingBytes: 4 * mebibyte,
  presenceBytes: 8 * 1024,
  presences: 1_000,
  unreadBytes: 16 * mebibyte,
  idleMs: 60_000,
  idleDocuments: 32,
  snapshotAfter: 500,
  gatherMs: 4,
  // A stock y-websocket client gives up a connection that was silent for 30 s.
  heartbeatMs: 12_000,
};

/**
 * For the `maxPayload` of the WebSocketServer: above the frame limit, so that a frame that is too large is
 * closed by us with 4413; only what is larger than this is cut off by ws with 1009.
 */
export const maxPayload = 2 * defaultLimits.frameBytes;
