// Joins one document to the same document at the upstream, for the life of one socket.
import type { Database } from '../../storage/database.ts';
import { WebSocket, type RawData } from 'ws';
import { closeCodes } from '#wire/close-codes.ts';
import { awarenessFrame, readFrame, step1Frame, type Frame } from '#wire/frames.ts';
import { maxPayload } from '../../sync/limits.ts';
import { UpdateRefused, type Rooms, type Seat } from '../../sync/rooms.ts';
import { collectCatchUp } from './catch-up.ts';
import { agentFor, type Peer } from '../peer.ts';
import { createPresencePassage, type PresencePassage } from './presence-passage.ts';
import { createSender, type Piece, type Sender } from './sender.ts';
import type { Timing } from '../timing.ts';

/** `lost`: try again soon. `refused`: an immediate retry would be refused too. */
export type LinkEnd = { kind: 'closed' | 'lost' | 'busy' | 'refused' | 'withheld'; reason: string };

export type LinkOptions = Peer & {
  document: string;
  rooms: Rooms;
  database: Database;
  /** The upstream's author name in our log. */
  author: string;
  /** False: only listen, and send no changes. */
  mayWrite: boolean;
  timing: Timing;
  now: () => number;
  /** Everything of our log up to `seq` is durable at the upstream. */
  onSent: (seq: number) => void;
  /** Called each time both sides have everything, as far as is known. */
  onCaughtUp: () => void;
  signal: AbortSignal;
};

// With more updates than this not yet on our disk, reading from the upstream stops.
const mostUnwritten = 64;
const patienceAtEndMs = 500;

/** Runs the link until its socket ends or `signal` aborts. Never rejects. */
export async function runLink(options: LinkOptions): Promise<LinkEnd> {
  let conversation: Conversation | null = null;
  try {
    const seat = await options.rooms.join(options.document, {
      author: options.author,
      onUpdate: (update, seq) => conversation?.offer({ update, seq }),
      onAwareness: (states) => conversation?.sendPresence(states),
      onLost: (why) => conversation?.fail({ kind: 'lost', reason: why }),
    });
    try {
      if (options.signal.aborted) return closed;
      conversation = openConversation(options, seat);
      return await conversation.ended;
    } finally {
      conversation?.forget();
      seat.leave();
    }
  } catch (error) {
    return { kind: 'lost', reason: `this computer could not open it: ${messageOf(error)}` };
  }
}

const closed: LinkEnd = { kind: 'closed', reason: 'no longer needed' };

// The rooms call these functions, so none of them may throw.
type Conversation = {
  offer: (piece: Piece) => void;
  sendPresence: (states: Uint8Array | null) => void;
  fail: (outcome: LinkEnd) => void;
  ended: Promise<LinkEnd>;
  forget(): void;
};

function openConversation(options: LinkOptions, seat: Seat): Conversation {
  const socket = dial(options);
  const passage = createPresencePassage(options.now());
  const { promise: ended, resolve: end } = Promise.withResolvers<LinkEnd>();
  const send = (frame: Uint8Array) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(frame);
  };
  const fail = (outcome: LinkEnd) => {
    end(outcome);
    socket.terminate();
  };
  const attempt = attemptOr(fail);
  const sendPresence = (states: Uint8Array | null) => {
    attempt(() => {
      const ours = states === null ? null : passage.up(states);
      if (ours !== null) send(awarenessFrame(ours));
    });
  };
  const sender = createSender({ send, onSent: options.onSent });
  const listener = createListener({ options, seat, sender, sendPresence, passage, socket, fail });

  socket.on('open', () => {
    attempt(() => send(step1Frame(seat.stateVector())));
    sendPresence(seat.awareness());
  });
  socket.binaryType = 'arraybuffer';
  socket.on('message', listener);
  socket.on('error', (error) => fail({ kind: 'lost', reason: messageOf(error) }));
  socket.on('close', (code, reason) => end(judgeClose(code, reason.toString())));
  const stopWatch = watchSilence(socket, options.timing, () => {
    fail({ kind: 'lost', reason: `it sent nothing for ${options.timing.silenceMs / 1000} s` });
  });
  const stopListening = hangUpAtAbort(socket, options.signal, end);
  const forget = () => {
    stopWatch();
    stopListening();
  };
  const offer = (piece: Piece) => attempt(() => sender.offer(piece));
  return { offer, sendPresence, fail, ended, forget };
}

const attemptOr = (fail: (outcome: LinkEnd) => void) => (act: () => void) => {
  try {
    act();
  } catch (error) {
    fail(judgeFailure(error));
  }
};

/** Returns a function that stops listening to the signal. */
function hangUpAtAbort(socket: WebSocket, signal: AbortSignal, end: (outcome: LinkEnd) => void): () => void {
  const hangUp = () => {
    end(closed);
    socket.close(1000);
    setTimeout(() => socket.terminate(), patienceAtEndMs).unref();
  };
  signal.addEventListener('abort', hangUp, { once: true });
  return () => signal.removeEventListener('abort', hangUp);
}

function dial(options: LinkOptions): WebSocket {
  const { url, token, document, timing } = options;
  const address = `${url.replace(/^http/, 'ws')}/sync/${document}`;
  const protocols = token === null ? ['muster'] : ['muster', `bearer.${token}`];
  return new WebSocket(address, protocols, {
    handshakeTimeout: timing.requestMs,
    perMessageDeflate: false,
    followRedirects: false,
    maxPayload,
    agent: agentFor(options),
  });
}

type ListenerParts = {
  options: LinkOptions;
  seat: Seat;
  sender: Sender;
  sendPresence: (states: Uint8Array | null) => void;
  passage: PresencePassage;
  socket: WebSocket;
  fail: (outcome: LinkEnd) => void;
};

/** Handles each frame of the upstream. */
function createListener({ options, seat, sender, sendPresence, passage, socket, fail }: ListenerParts) {
  const writing = writeAsRead(seat, socket);
  let isAnswered = false;

  const tell = () => {
    if (isAnswered && writing.isDone() && (sender.isDone() || !options.mayWrite)) options.onCaughtUp();
  };
  const take = async (frame: GoodFrame): Promise<void> => {
    switch (frame.kind) {
      case 'step1':
        if (options.mayWrite)
          sender.answer(collectCatchUp({ ...options, seat, stateVector: frame.stateVector }));
        break;
      case 'write':
        await writing.take(frame.update);
        isAnswered ||= frame.isAnswer;
        break;
      case 'awareness':
        passDown(passage, seat, frame.update);
        break;
      case 'queryAwareness':
        sendPresence(seat.awareness());
        break;
      case 'saved':
        sender.saved(frame.count);
        break;
      case 'other':
      case 'unknown':
        break;
      default:
        frame satisfies never;
    }
    if (frame.kind !== 'awareness') tell();
  };
  const read = async (data: RawData): Promise<void> => take(frameIn(data));
  return (data: RawData): void => {
    if (socket.readyState !== WebSocket.OPEN) return;
    read(data).catch((error: unknown) => fail(judgeFailure(error)));
  };
}

function passDown(passage: PresencePassage, seat: Seat, update: Uint8Array): void {
  const states = passage.down(update);
  if (states !== null) seat.setAwareness(states);
}

/** Pauses the socket while more updates arrive than the disk takes. */
function writeAsRead(seat: Seat, socket: WebSocket) {
  let unwritten = 0;
  return {
    take: async (update: Uint8Array): Promise<void> => {
      unwritten += 1;
      if (unwritten > mostUnwritten) socket.pause();
      await seat.receive(update);
      unwritten -= 1;
      if (unwritten === 0 && socket.isPaused) socket.resume();
    },
    isDone: () => unwritten === 0,
  };
}

type GoodFrame = Exclude<Frame, { kind: 'excessive' }>;

function frameIn(data: RawData): GoodFrame {
  const frame = readFrame(bytesOf(data));
  if (frame === null) throw new Error('it sent a frame that cannot be read');
  if (frame.kind === 'excessive') throw new Error(`it sent ${frame.what} that is too large`);
  return frame;
}

/** Sends pings, and calls `onSilent` after too long a silence: a peer that lost power sends no FIN. */
function watchSilence(socket: WebSocket, { pingMs, silenceMs }: Timing, onSilent: () => void): () => void {
  const alarm = setTimeout(onSilent, silenceMs);
  const pings = setInterval(() => {
    if (socket.readyState === WebSocket.OPEN) socket.ping();
  }, pingMs);
  const heard = () => alarm.refresh();
  for (const event of ['open', 'message', 'ping', 'pong']) socket.on(event, heard);
  return () => {
    clearTimeout(alarm);
    clearInterval(pings);
    for (const event of ['open', 'message', 'ping', 'pong']) socket.off(event, heard);
  };
}

function judgeFailure(error: unknown): LinkEnd {
  if (error instanceof UpdateRefused) {
    return { kind: 'refused', reason: `this computer refused its changes: ${error.message} (${error.code})` };
  }
  return { kind: 'lost', reason: messageOf(error) };
}

function judgeClose(code: number, said: string): LinkEnd {
  const words = said === '' ? '' : `: ${said}`;
  switch (code) {
    case closeCodes.malformed:
      return { kind: 'refused', reason: `it could not read our changes (${code}${words})` };
    case closeCodes.restricted:
      return { kind: 'withheld', reason: `it is restricted to others (${code}${words})` };
    case closeCodes.notAuthenticated:
      return { kind: 'refused', reason: `the token is not accepted (${code}${words})` };
    case closeCodes.notAllowed:
      return {
        kind: 'refused',
        reason: `our changes are not allowed there (${code}${words})${wayOut(said)}`,
      };
    case closeCodes.tooLarge:
      return { kind: 'refused', reason: `our changes are too large for it (${code}${words})` };
    case closeCodes.tryAgain:
    case closeCodes.tooFast:
      return { kind: 'busy', reason: `it is busy (${code}${words})` };
    default:
      return { kind: 'lost', reason: `the connection ended (${code}${words})` };
  }
}

/** SY7: facts written here before the first contact with the team's server have an author it does not know. */
const wayOut = (said: string) =>
  said.includes('this token writes facts by')
    ? "; an owner's token, or one accepted from an invitation with replica: true, may carry them"
    : '';

/** With `binaryType` 'arraybuffer' the buffer holds exactly the frame, as readFrame needs. */
function bytesOf(data: RawData): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return new Uint8Array(Array.isArray(data) ? Buffer.concat(data) : data);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
