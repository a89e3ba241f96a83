// SY16: how much of the server one person may use, over all sockets. Limits for each socket alone could be avoided by
// opening another one. A replica has its own limits, besides those of its person.
import { closeCodes } from '#wire/close-codes.ts';
import type { Refusal } from './refusal.ts';
import type { Identity } from './identity.ts';
import type { Limits } from './limits.ts';
import { createRate, type Rate } from './rate.ts';

export type Usage = {
  frames: Rate;
  /** SY13, in units of work. */
  work: Rate;
  /** SY9: bytes of accepted states. */
  presence: Rate;
  opens: Rate;
  /** Sockets in each document. */
  sockets: Map<string, number>;
};

export type Usages = {
  /** Counts a socket, or says why another one is refused. Call `close` once when it ends. */
  open(document: string, identity: Identity): { usage: Usage; close: () => void } | Refusal;
};

export function createUsages(limits: Limits, now: () => number): Usages {
  const usages = new Map<string, Usage>();
  const inRooms = new Map<string, number>();
  let all = 0;

  const usageOf = ({ label, mayCarryOthers }: Identity): Usage => {
    const known = usages.get(label);
    if (known !== undefined) return known;
    const presence = mayCarryOthers ? limits.replicaPresenceBytesPerSecond : limits.presenceBytesPerSecond;
    const usage = freshUsage(limits, presence, now);
    usages.set(label, usage);
    return usage;
  };
  const refuse = (document: string, identity: Identity, usage: Usage): string | null => {
    const most = identity.ownsServer === true ? limits.sockets : limits.sockets - limits.reservedSockets;
    if (all >= most) return 'the server holds as many connections as it may';
    if ((inRooms.get(document) ?? 0) >= limits.roomSockets)
      return 'this room has as many connections as it may';
    // Tools of the person at the server use the token of its folder, all at once if they like.
    const why = identity.ownsServer === true ? null : whyTooManyOwn(usage, document, limits);
    if (why !== null) return why;
    return usage.opens.take() ? null : 'you open connections too fast';
  };

  return {
    open: (document, identity) => {
      const usage = usageOf(identity);
      const why = refuse(document, identity, usage);
      if (why !== null) return { code: closeCodes.tooFast, why };
      all += 1;
      add(inRooms, document, 1);
      add(usage.sockets, document, 1);
      return {
        usage,
        close: () => {
          all -= 1;
          add(inRooms, document, -1);
          add(usage.sockets, document, -1);
        },
      };
    },
  };
}

/** `presence`: bytes per second. */
const freshUsage = (limits: Limits, presence: number, now: () => number): Usage => ({
  frames: createRate(limits.personFramesPerSecond, limits.personFrameBurst, now),
  work: createRate(limits.workPerSecond, limits.workBurst, now),
  presence: createRate(presence, 8 * presence, now),
  opens: createRate(limits.opensPerSecond, limits.openBurst, now),
  sockets: new Map(),
});

function whyTooManyOwn({ sockets }: Usage, document: string, limits: Limits): string | null {
  if (sum(sockets) >= limits.personSockets) return 'you have as many connections as one person may';
  if ((sockets.get(document) ?? 0) >= limits.seatsInRoom)
    return 'you have as many connections to this room as one person may';
  return null;
}

function add(counts: Map<string, number>, key: string, change: number): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}

const sum = (counts: ReadonlyMap<string, number>) =>
  [...counts.values()].reduce((all, each) => all + each, 0);
