// HU4: the hub's questions to people who want to join. A question contains proof that it is ours, so only answered ones
// are stored. However many are asked, none becomes invalid.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { networkOf } from '../http/network-of.ts';

export type Questions = {
  /** Null when this network asked too often in the last minute. */
  ask(address: string): string | null;
  /** Whether the question is ours, at most two minutes old, and not answered yet. */
  isOpen(challenge: string): boolean;
  /** Marks it as answered; false when it already was. */
  close(challenge: string): boolean;
};

const goodForMs = 120_000;
const mostAMinute = 2_000;
const mostAddresses = 10_000;
const nonceBytes = 16;
const timeBytes = 6;

export function openQuestions(now: () => number): Questions {
  const secret = randomBytes(32);
  const answered = new Map<string, number>();
  const asked = new Map<string, { since: number; count: number }>();
  const mac = (bytes: Buffer) => createHmac('sha256', secret).update(bytes).digest();

  const untilOf = (challenge: string): number | null => {
    const bytes = Buffer.from(challenge, 'base64url');
    // Decoding accepts several spellings; only one is valid.
    if (bytes.toString('base64url') !== challenge) return null;
    const head = bytes.subarray(0, nonceBytes + timeBytes);
    const signature = bytes.subarray(head.length);
    const isOurs = signature.length === 32 && timingSafeEqual(signature, mac(head));
    return isOurs ? head.readUIntBE(nonceBytes, timeBytes) : null;
  };
  const isOpen = (challenge: string): boolean => {
    const until = untilOf(challenge);
    return until !== null && until > now() && !answered.has(challenge);
  };

  return {
    ask(address) {
      const network = networkOf(address);
      const known = asked.get(network);
      const isCurrent = known !== undefined && now() - known.since < 60_000;
      const count = isCurrent ? known.count + 1 : 1;
      if (count > mostAMinute) return null;
      // Limited: an attacker with many addresses must not use up memory.
      if (!isCurrent && asked.size >= mostAddresses) asked.clear();
      asked.set(network, { since: isCurrent ? known.since : now(), count });
      const head = Buffer.alloc(nonceBytes + timeBytes);
      randomBytes(nonceBytes).copy(head);
      head.writeUIntBE(now() + goodForMs, nonceBytes, timeBytes);
      return Buffer.concat([head, mac(head)]).toString('base64url');
    },
    isOpen,
    close(challenge) {
      if (!isOpen(challenge)) return false;
      for (const [old, until] of answered) if (until <= now()) answered.delete(old);
      answered.set(challenge, untilOf(challenge) ?? 0);
      return true;
    },
  };
}
