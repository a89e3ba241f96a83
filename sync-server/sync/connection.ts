// One socket in one document: the y-websocket protocol (SY1), its limits and its acknowledgements. Checks frames and
// turns them into jobs; the turn decides about their effect on the document.
import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { viewerWrote } from './updates/check-update.ts';
import { closeCodes } from '#wire/close-codes.ts';
import { awarenessFrame, readFrame, savedFrame, step1Frame, step2Frame, type Frame } from '#wire/frames.ts';
import type { Refusal } from './refusal.ts';
import type { Identity } from './identity.ts';
import type { Job } from './jobs.ts';
import type { Limits } from './limits.ts';
import type { LiveDocument } from './live-document.ts';
import type { Log, LogLineOf } from './log.ts';
import type { OpenDocument } from './open-document.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import type { Participant } from './participant.ts';
import { createRate } from './rate.ts';
import { createSaves, type Saves } from './saves.ts';
import type { Usage } from './usage.ts';
import { weights } from '#room/merging/work.ts';

export type Connection = Participant & {
  /** Sends something to a silent peer; drops a peer that no longer answers. */
  beat(): void;
};

export type ConnectionOptions = {
  socket: WebSocket;
  /** The stream that the socket writes to uncompressed; null when unknown. */
  line: Duplex | null;
  identity: Identity;
  usage: Usage;
  document: OpenDocument;
  limits: Limits;
  now: () => number;
  log: Log;
  logRefusal: LogLineOf;
  enqueue: (job: Job) => void;
  /** True while the server shuts down: frames are then ignored. */
  isEnding: () => boolean;
  presenceChanged: () => void;
  left: () => void;
};

const terminateAfterMs = 2_000;
// An awareness update without entries: no content, but a stock client drops a connection that is silent for 30 s.
const nothingNew = awarenessFrame(new Uint8Array([0]));
const nobodyToTell = () => undefined;

export function createConnection(options: ConnectionOptions): Connection {
  const { socket, line, identity, usage, document, limits, log, logRefusal } = options;
  const about = { document: document.name, by: identity.label };
  const { leave, end, refuse, ...ending } = prepareEnd(options, about);
  const saves = createSaves();
  const tooSlow = (unread: number) => {
    logRefusal(about.by, { ...about, unread }, 'reads too slowly');
    end(closeCodes.tryAgain, 'reads too slowly');
  };
  const outbox = createOutbox({ socket, line, limits, tooSlow });
  const pulse = createPulse(socket, outbox, leave);
  const connection: Connection = {
    ...identity,
    usage,
    get isRefused() {
      return ending.isRefused();
    },
    isExact: false,
    deliver: (change, isSettled) => {
      const saved = isSettled ? saves.take() : null;
      outbox.sendShared(change?.frame() ?? null, saved === null ? null : savedFrame(saved));
    },
    deliverPresence: (presence) => outbox.sendShared(presence.frame(), null),
    refuse,
    dismiss: end,
    beat: pulse.beat,
  };

  const receive = createReceiver({ ...options, connection, outbox, saves });
  takeFrames(options, { pulse, isOver: ending.isOver, refuse, receive });
  socket.on('close', leave);
  // ws closes the socket itself (1002, 1007, 1009, or a network failure); 'close' follows.
  socket.on('error', (error) => log.debug({ ...about, error }, 'socket failed'));
  const greet = (live: LiveDocument) => {
    outbox.send(step1Frame(live.vector()), ...presenceFrames(document));
  };
  options.enqueue({ kind: 'read', run: greet, failed: nobodyToTell });
  return connection;
}

/** The ways in which a connection ends; it ends once. */
function prepareEnd(
  { socket, logRefusal, left }: ConnectionOptions,
  about: { document: string; by: string },
) {
  let isRefused = false;
  let isOver = false;
  const leave = () => {
    if (isOver) return;
    isOver = true;
    left();
  };
  const end = (code: number, why: string) => {
    if (isOver) return;
    leave();
    socket.close(code, printable(why));
    setTimeout(() => socket.terminate(), terminateAfterMs).unref();
  };
  const refuse = ({ code, why }: Refusal) => {
    if (isOver) return;
    isRefused = true;
    logRefusal(about.by, { ...about, code }, `connection refused: ${why}`);
    end(code, why);
  };
  return { leave, end, refuse, isOver: () => isOver, isRefused: () => isRefused };
}

type Taking = {
  pulse: Pick<Pulse, 'felt'>;
  isOver: () => boolean;
  refuse: (refusal: Refusal) => void;
  receive: (frame: Frame) => void;
};

/** Reads each frame of the socket; one that cannot be taken ends the connection. */
function takeFrames(options: ConnectionOptions, { pulse, isOver, refuse, receive }: Taking): void {
  const { socket, isEnding } = options;
  const read = createReader(options);
  // Gives a view into the read buffer; readFrame copies what is kept.
  socket.binaryType = 'nodebuffer';
  socket.on('message', (data, isBinary) => {
    pulse.felt();
    // Once either side closes the socket, later frames are ignored.
    if (isOver() || isEnding() || socket.readyState !== socket.OPEN) return;
    const frame = read(data, isBinary);
    if ('code' in frame) refuse(frame);
    else receive(frame);
  });
  socket.on('pong', pulse.felt);
}

/** Applies the limits to a message and reads it. */
function createReader({
  limits,
  usage,
  now,
}: ConnectionOptions): (data: RawData, isBinary: boolean) => Frame | Refusal {
  const rate = createRate(limits.framesPerSecond, limits.frameBurst, now);
  return (data, isBinary) => {
    if (!rate.take() || !usage.frames.take()) return { code: closeCodes.tooFast, why: 'too many frames' };
    if (!isBinary) return { code: closeCodes.malformed, why: 'a text frame' };
    const bytes = toBytes(data);
    if (bytes.length > limits.frameBytes)
      return { code: closeCodes.tooLarge, why: 'a frame that is too large' };
    const frame = readFrame(bytes);
    if (frame !== null && frame.kind !== 'unknown') return frame;
    return { code: closeCodes.malformed, why: 'a frame that cannot be read' };
  };
}

type Receiving = ConnectionOptions & { connection: Connection; outbox: Outbox; saves: Saves };

/** Handles a frame. */
function createReceiver(receiving: Receiving): (frame: Frame) => void {
  const { connection, document, outbox, saves, usage, enqueue, presenceChanged } = receiving;
  const answer = createAnswers(receiving);
  let mayAnswer = true;
  return (frame) => {
    switch (frame.kind) {
      case 'step1':
        return answer(frame.stateVector);
      case 'write': {
        // SY6: a viewer may only answer our own question, once. Any other write is refused here, before it costs
        // anything.
        if (connection.role === 'viewer' && !(frame.isAnswer && mayAnswer))
          return connection.refuse(viewerWrote);
        mayAnswer = false;
        const write = { update: frame.update, need: null, settled: saves.received(), failed: nobodyToTell };
        return enqueue({ kind: 'write', from: connection, ...write });
      }
      case 'awareness': {
        const refusal = document.presence.set(connection, frame.entries);
        return refusal === null ? presenceChanged() : connection.refuse(refusal);
      }
      case 'queryAwareness':
        if (!usage.work.take(document.presence.size())) return connection.refuse(tooMuchWork);
        return outbox.send(...presenceFrames(document));
      case 'excessive':
        return connection.refuse({ code: closeCodes.tooLarge, why: `${frame.what} that is too large` });
      case 'saved':
      case 'other':
      case 'unknown':
        return;
      default:
        frame satisfies never;
    }
  };
}

/** Sends a peer the changes that it lacks; its state vector says which it has. */
function createAnswers({ connection, outbox, usage, enqueue }: Receiving): (stateVector: Uint8Array) => void {
  let asked: Uint8Array | null = null;
  const answer = (live: LiveDocument) => {
    if (asked === null) return;
    if (!usage.work.take(live.structs + live.bytes / weights.copied)) return connection.refuse(tooMuchWork);
    const update = live.diff(asked);
    asked = null;
    outbox.allow(update.length);
    outbox.send(step2Frame(update));
  };
  return (stateVector) => {
    // Asked again before the answer: only the newest question is answered.
    if (asked === null) enqueue({ kind: 'read', run: answer, failed: nobodyToTell });
    asked = stateVector;
  };
}

export const tooMuchWork = { code: closeCodes.tooFast, why: 'more work than one person may cause' };

/** Everybody's presence as one message; none when nobody is present. */
function presenceFrames({ presence }: OpenDocument): Uint8Array[] {
  const present = presence.encode(null);
  return present === null ? [] : [awarenessFrame(present)];
}

type Pulse = ReturnType<typeof createPulse>;

/** Writes to a silent connection, and notices a dead peer. */
function createPulse(socket: WebSocket, outbox: Outbox, leave: () => void) {
  let unanswered = 0;
  return {
    felt: () => void (unanswered = 0),
    beat: () => {
      if (unanswered === 2) {
        leave();
        socket.terminate();
        return;
      }
      unanswered += 1;
      if (socket.readyState === socket.OPEN) socket.ping();
      if (!outbox.takeSpoke()) outbox.send(nothingNew);
      outbox.takeSpoke();
    },
  };
}

/** With `binaryType` 'nodebuffer' it is already one buffer. */
function toBytes(data: RawData): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return Array.isArray(data) ? Buffer.concat(data) : data;
}

/** A close reason is UTF-8 of at most 123 bytes. */
const printable = (why: string) => why.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 120);
