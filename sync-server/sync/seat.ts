// A participant inside this process: the same document and the same checks, without a socket.
import { closeCodes } from '#wire/close-codes.ts';
import { readPresence } from '#wire/frames.ts';
import type { Job } from './jobs.ts';
import type { LiveDocument } from './live-document.ts';
import type { LogLineOf } from './log.ts';
import type { OpenDocument } from './open-document.ts';
import type { Participant } from './participant.ts';

export type Peer = {
  /** The author name in the log of updates. */
  author: string;
  /** What it passes on comes from outside and is checked like a person's (SY13 to SY15, JN7), such as a record. */
  isOutside?: boolean;
  /** An update of others, durable; `seq` is the document's newest sequence number at that time. */
  onUpdate(update: Uint8Array, seq: number): void;
  onAwareness(update: Uint8Array): void;
  /** The seat is lost (the store failed, or the server ends): nothing resolves or arrives any more; join again. */
  onLost?(why: string): void;
};

export type Seat = {
  /**
   * Takes an update from this peer. When it resolves, the update is durable and relayed to everybody else, not
   * echoed. It waits while a dependency is missing (SY8). Rejects with UpdateRefused when it breaks a rule.
   */
  receive(update: Uint8Array): Promise<void>;
  setAwareness(update: Uint8Array): void;
  /** Everybody else's states, for a new peer; null when there are none. */
  awareness(): Uint8Array | null;
  stateVector(): Uint8Array;
  diff(stateVector: Uint8Array): Uint8Array;
  head(): number;
  /** Leaves and withdraws its awareness states. */
  leave(): void;
};

type Options = {
  document: OpenDocument;
  peer: Peer;
  logRefusal: LogLineOf;
  enqueue(job: Job): void;
  presenceChanged(): void;
  left(): void;
};

type Seated = { seat: Seat; participant: Participant };

export function createSeat({ document, peer, logRefusal, ...room }: Options): Seated {
  let lost: Error | null = null;
  const participant = makeParticipant({ document, peer, logRefusal }, (why) => {
    lost = new Error(`the seat in ${document.name} is lost (${why}); join again`);
  });
  const live = (): LiveDocument => {
    if (lost !== null) throw lost;
    if (document.live === null) throw new Error(`${document.name} is being loaded again; ask again`);
    return document.live;
  };

  const seat: Seat = {
    receive: (update) =>
      new Promise((resolve, reject) => {
        const write = { update, need: null, settled: resolve, failed: reject };
        if (lost !== null) reject(lost);
        else room.enqueue({ kind: 'write', from: participant, ...write });
      }),
    setAwareness: (update) => {
      const refusal = setPresence(document, participant, update);
      if (refusal === null) room.presenceChanged();
      else participant.refuse(refusal);
    },
    awareness: () => document.presence.encode(participant),
    stateVector: () => live().vector(),
    diff: (stateVector) => live().diff(stateVector),
    head: () => live().head,
    leave: () => {
      lost ??= new Error(`left ${document.name}`);
      room.left();
    },
  };
  return { seat, participant };
}

/** `lose` is called before the peer hears that the seat is lost. */
const makeParticipant = (
  { document, peer, logRefusal }: Pick<Options, 'document' | 'peer' | 'logRefusal'>,
  lose: (why: string) => void,
): Participant => ({
  // The seat represents a whole server, which has checked its updates already unless they come from outside.
  person: peer.author,
  role: 'owner',
  mayCarryOthers: true,
  isSeat: true,
  isOutside: peer.isOutside === true,
  name: peer.author,
  usage: null,
  label: peer.author,
  isRefused: false,
  isExact: true,
  deliver: (change) => {
    if (change !== null) peer.onUpdate(change.update(), change.seq);
  },
  deliverPresence: ({ update }) => peer.onAwareness(update),
  refuse: ({ code, why }) =>
    logRefusal(peer.author, { document: document.name, by: peer.author, code }, `update refused: ${why}`),
  dismiss: (_code, why) => {
    lose(why);
    peer.onLost?.(why);
  },
});

function setPresence(document: OpenDocument, participant: Participant, update: Uint8Array) {
  try {
    return document.presence.set(participant, readPresence(update));
  } catch {
    // The bytes are no awareness update.
    return { code: closeCodes.malformed, why: 'an awareness update that cannot be read' };
  }
}
