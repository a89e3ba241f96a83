// MP6: the people behind the tokens in use at a process that does not lead, and what is hidden from them. The lead says
// so: for each new socket, when it announces a change, and every few seconds in case that message was lost.
import { incidentOf } from '#wire/document-name.ts';
import { createListeners } from '../listeners.ts';
import type { Lead } from '../storage/postgres/lease.ts';
import type { Identity } from '../sync/identity.ts';
import type { Log } from '../sync/rooms.ts';
import { identifyAtLead, mostTokens, type KnownToken, type LeadsAnswer } from './ask-lead.ts';
import type { FanOut } from './fan-out.ts';

const askAgainMs = 5_000;
/** Changes often come in groups. */
const gatherMs = 50;
/** A token without a socket is asked about for this long. */
const forgetAfterMs = 600_000;
/** A smaller difference is how long the answer took. */
const leastSkewMs = 1_000;

type Options = { lead: () => Lead | null; fanOut: FanOut; now: () => number; log: Log };

export function knowPeople({ lead, fanOut, now, log }: Options) {
  const kept = keepKnown();
  const time = followTime(now);
  const listeners = createListeners();
  const askAgain = async () => {
    const found = lead();
    if (found === null) return;
    let left = kept.toAsk();
    while (left.length > 0) {
      const [first, ...others] = left.slice(0, mostTokens);
      const answer = await identifyAtLead(found, [first!, ...others]);
      time.take(answer.at);
      kept.take(left, answer);
      // An older lead answers about one at a time.
      left = left.slice(Math.max(1, answer.known.length));
    }
    // Every open socket now asks for its token, which keeps it in use.
    listeners.tell();
    kept.forget();
  };
  const again = askInTurn(() =>
    askAgain().catch((error: unknown) =>
      log.debug({ error }, 'the lead did not say who people are; it is asked again'),
    ),
  );
  const stopAsking = askRepeatedly(fanOut, again);
  return {
    learn: makeLearn(lead, kept, time),
    identify: kept.identify,
    isErased: (document: string) => kept.isErased(incidentOf(document) ?? ''),
    onErased: kept.onErased,
    sight: {
      isHidden: (incident: string, { person }: Identity) => kept.isHidden(incident, person),
      // Changes arrive with the lead's next answer; then every socket is checked.
      onChange: () => () => undefined,
    },
    /** The lead's time (SY15). */
    now: time.now,
    /** The lead was asked about everybody again. */
    onChange: listeners.add,
    close: stopAsking,
  };
}

/**
 * Asks again for each socket, so that a document restricted or erased in the meantime does not open here. While the
 * lead is being replaced, people already known keep their access.
 */
const makeLearn =
  (lead: Options['lead'], kept: ReturnType<typeof keepKnown>, time: ReturnType<typeof followTime>) =>
  async (token: string | null) => {
    if (token === null) return;
    try {
      const found = lead();
      if (found === null) throw new Error('no process leads');
      const answer = await identifyAtLead(found, [token]);
      time.take(answer.at);
      kept.take([token], answer);
    } catch (error) {
      if (!kept.has(token)) throw error;
    }
  };

/** Asks every few seconds, and soon after the lead announced a change. Returns a function that ends it. */
function askRepeatedly(fanOut: FanOut, ask: () => void): () => void {
  let soon: NodeJS.Timeout | null = null;
  const stopHearing = fanOut.onMessage(({ message }) => {
    if (message.kind !== 'people') return;
    soon ??= setTimeout(() => {
      soon = null;
      ask();
    }, gatherMs).unref();
  });
  const timer = setInterval(ask, askAgainMs).unref();
  return () => {
    stopHearing();
    clearInterval(timer);
    if (soon !== null) clearTimeout(soon);
  };
}

/** This computer's clock may be wrong; people write by the lead's. */
function followTime(now: () => number) {
  let aheadMs = 0;
  return {
    now: () => now() + aheadMs,
    take: (at: number | null) => {
      if (at !== null && Math.abs(at - now() - aheadMs) > leastSkewMs) aheadMs = at - now();
    },
  };
}

/** What the lead said last. */
function keepKnown() {
  const identities = new Map<string, { identity: Identity | null; usedAt: number }>();
  /** Keyed by person. */
  const hidden = new Map<string, ReadonlySet<string>>();
  const erased = new Set<string>();
  const erasedListeners = createListeners<[incident: string]>();
  const takeOne = (token: string, { identity, hidden: theirs }: KnownToken) => {
    const usedAt = identities.get(token)?.usedAt ?? performance.now();
    identities.set(token, { identity, usedAt });
    if (identity !== null) hidden.set(identity.person, new Set(theirs));
  };
  return {
    has: (token: string) => identities.has(token),
    identify: (token: string) => {
      const known = identities.get(token);
      if (known === undefined) return null;
      known.usedAt = performance.now();
      return known.identity;
    },
    take: (tokens: readonly string[], answer: LeadsAnswer) => {
      for (const [index, known] of answer.known.entries()) takeOne(tokens[index] ?? '', known);
      for (const incident of answer.erased) {
        if (erased.has(incident)) continue;
        erased.add(incident);
        erasedListeners.tell(incident);
      }
    },
    toAsk: (): string[] =>
      [...identities].flatMap(([token, { identity }]) => (identity === null ? [] : token)),
    /** Unknown tokens, which may become valid later, and those long unused. */
    forget: () => {
      const before = performance.now() - forgetAfterMs;
      for (const [token, { identity, usedAt }] of identities)
        if (identity === null || usedAt < before) identities.delete(token);
    },
    isErased: (incident: string) => erased.has(incident),
    onErased: erasedListeners.add,
    isHidden: (incident: string, person: string) => hidden.get(person)?.has(incident) === true,
  };
}

/** One question at a time: what is wanted meanwhile is asked once more afterwards. */
function askInTurn(ask: () => Promise<void>): () => void {
  let isAsking = false;
  let isWanted = false;
  const run = async () => {
    isAsking = true;
    while (isWanted) {
      isWanted = false;
      await ask();
    }
    isAsking = false;
  };
  return () => {
    isWanted = true;
    if (!isAsking) void run();
  };
}
