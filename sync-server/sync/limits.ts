/** The limits of docs/spec.md for the sync protocol. Sizes are in bytes, times in milliseconds. */
export type Limits = {
  frameBytes: number;
  documentBytes: number;
  framesPerSecond: number;
  frameBurst: number;
  /** All sockets; `reservedSockets` of them are kept for the person at this server. */
  sockets: number;
  reservedSockets: number;
  personSockets: number;
  roomSockets: number;
  /** Sockets of one person in one room. */
  seatsInRoom: number;
  /** SY16: over all sockets of one person. */
  personFramesPerSecond: number;
  personFrameBurst: number;
  opensPerSecond: number;
  openBurst: number;
  /** SY13, in units of work (work.ts): for one update, for one update of a replica, and for one person. */
  updateWork: number;
  replicaUpdateWork: number;
  workPerSecond: number;
  workBurst: number;
  /** SY13: how much the server does for all documents before it turns to what else waits. */
  turnWork: number;
  /** SY13: the part for searching places: in one update, and in loading one document. */
  updateConflicts: number;
  documentConflicts: number;
  documentStructs: number;
  documentClients: number;
  /** SY8: updates of one connection that may wait for their dependencies. */
  waitingBytes: number;
  waitingUpdates: number;
  /** SY9: the size of one awareness state; the number of states in a room for one person and for one replica. */
  presenceBytes: number;
  presences: number;
  replicaPresences: number;
  /** SY9: bytes of awareness that one person, or one replica, may send. */
  presenceBytesPerSecond: number;
  replicaPresenceBytesPerSecond: number;
  /** SY9: how long presence changes gather in a room after some were just sent. */
  presenceMs: number;
  /** SY10: bytes that a peer may leave unread. */
  unreadBytes: number;
  /** SY11: how long a document stays in memory after the last connection. */
  idleMs: number;
  /** How many unused documents stay in memory for that long. With more in use, quiet ones sleep. */
  idleDocuments: number;
  /** SY11: how often the server looks for documents in which nobody does anything. */
  quietMs: number;
  /** SY11: number of log updates after which the next pause is used for a snapshot. */
  snapshotAfter: number;
  /** How long writes gather after a commit, before the next one. */
  gatherMs: number;
  /** The same after a commit with at least this many updates. */
  busyUpdates: number;
  busyGatherMs: number;
  /** How often the server writes to a silent connection and checks that it still answers. */
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
  turnWork: 25_000,
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
  quietMs: 2_500,
  snapshotAfter: 500,
  gatherMs: 4,
  busyUpdates: 12,
  busyGatherMs: 10,
  // A stock y-websocket client drops a connection that is silent for 30 s.
  heartbeatMs: 12_000,
};

/**
 * The `maxPayload` of the WebSocketServer. It is above the frame limit, so that we close a too large frame with 4413;
 * only still larger ones are cut off by ws with 1009.
 */
export const maxPayload = 2 * defaultLimits.frameBytes;
