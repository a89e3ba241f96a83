/** The limits of docs/spec.md that guard the sync protocol. Sizes are bytes, times milliseconds. */
export type Limits = {
  frameBytes: number;
  documentBytes: number;
  framesPerSecond: number;
  frameBurst: number;
  /** All sockets; `reservedSockets` of them for who sits at this server. */
  sockets: number;
  reservedSockets: number;
  personSockets: number;
  roomSockets: number;
  /** Of one person in one room. */
  seatsInRoom: number;
  /** SY16: over all sockets of one person. */
  personFramesPerSecond: number;
  personFrameBurst: number;
  opensPerSecond: number;
  openBurst: number;
  /** SY13, in units of work (work.ts): one update, one of a replica, and what one person may cause. */
  updateWork: number;
  replicaUpdateWork: number;
  workPerSecond: number;
  workBurst: number;
  /** SY13: of these, in searching for places: one update, and loading one document. */
  updateConflicts: number;
  documentConflicts: number;
  documentStructs: number;
  documentClients: number;
  /** SY8: what one connection may have waiting for its dependencies. */
  waitingBytes: number;
  waitingUpdates: number;
  /** SY9: one awareness state; how many states one person, and what a replica brings, may have in a room. */
  presenceBytes: number;
  presences: number;
  replicaPresences: number;
  /** SY9: bytes of awareness that one person, or one replica, may send. */
  presenceBytesPerSecond: number;
  replicaPresenceBytesPerSecond: number;
  /** SY9: how long changes of presence gather in a room where some were just told. */
  presenceMs: number;
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
  /** The same after a commit of so many updates. */
  busyUpdates: number;
  busyGatherMs: number;
  /** How often a silent connection is spoken to and looked at whether it still answers. */
  heartbeatMs: number;
};

const mebibyte = 1024 * 1024;

export const defaultLimits: Limits = {
  frameBytes: 8 * mebibyte,
  documentBytes: 64 * mebibyte,
  framesPerSecond: 1_000,
  frameBurst: 5_000,
  sockets: 6_000,
  reservedSockets: 100,
  personSockets: 500,
  roomSockets: 1_000,
  seatsInRoom: 64,
  personFramesPerSecond: 4_000,
  personFrameBurst: 20_000,
  opensPerSecond: 50,
  openBurst: 1_000,
  updateWork: 150_000,
  replicaUpdateWork: 600_000,
  workPerSecond: 100_000,
  workBurst: 1_000_000,
  updateConflicts: 50_000,
  documentConflicts: 1_000_000,
  documentStructs: 500_000,
  documentClients: 100_000,
  waitingBytes: 4 * mebibyte,
  waitingUpdates: 200,
  presenceBytes: 8 * 1024,
  presences: 100,
  replicaPresences: 500,
  presenceBytesPerSecond: 64 * 1024,
  replicaPresenceBytesPerSecond: mebibyte,
  presenceMs: 50,
  unreadBytes: 16 * mebibyte,
  idleMs: 60_000,
  idleDocuments: 32,
  snapshotAfter: 500,
  gatherMs: 4,
  busyUpdates: 12,
  busyGatherMs: 10,
  // A stock y-websocket client gives up a connection that was silent for 30 s.
  heartbeatMs: 12_000,
};

/**
 * For the `maxPayload` of the WebSocketServer: above the frame limit, so that a frame that is too large is
 * closed by us with 4413; only what is larger than this is cut off by ws with 1009.
 */
export const maxPayload = 2 * defaultLimits.frameBytes;
