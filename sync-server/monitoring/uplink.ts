// CH9: whether this server itself is cut off, asked when something is about to be declared down, and again until it
// is back: its network, or the name servers it asks. With targets they decide alone about the network; without, the
// default gateway does, once everything fails at once.
import type { Database } from '../storage/database.ts';
import { readKept, writeKept } from '../storage/kept-values.ts';
import type { Egress } from '../outgoing/egress.ts';
import type { Log } from '../sync/rooms.ts';
import { reachAny, reachNames, type Target } from './reachability.ts';

export type Uplink = {
  targets(): readonly Target[];
  /** Kept across restarts. Throws EgressRefused for one that this server does not ask (CK1). */
  setTargets(targets: readonly Target[]): void;
  /** Since when the network or the name servers are away; null while both are there. */
  blindSince(): number | null;
  /** Whether that explains a failure: a missing network every one, missing name servers those of resolving a name. */
  explains(failure: { isUnresolved: boolean }): boolean;
  /**
   * Whether nothing must be declared now. `look` says how the checks look (blind.ts); `since` is when the
   * failures began.
   */
  isAway(look: Look, since: number): Promise<boolean>;
  /** The same for failures of resolving a name. */
  isNameless(look: Look, since: number): Promise<boolean>;
  onChange(listener: (blindSince: number | null) => void): () => void;
  close(): void;
};

type Look = () => 'yes' | 'maybe' | 'no';
type Options = {
  database: Database;
  given: readonly Target[];
  egress: Egress;
  log: Log;
  /** Whether the name servers answer. */
  askNames?: () => Promise<boolean>;
};

const askAgainMs = 3_000;
const rememberMs = 1_000;
const setting = 'uplink targets';

export function openUplink({ database, given, egress, log, askNames = reachNames }: Options): Uplink {
  const listeners = new Set<(blindSince: number | null) => void>();
  let targets = load(database) ?? given;
  const blindSince = () => network.since() ?? names.since();
  const told = () => listeners.forEach((listener) => listener(blindSince()));
  const network = watchAbsence(
    () => reachAny(targets, egress),
    (since) => {
      if (since === null) log.info({}, 'our own network is back; what fails is counted afresh');
      else log.warn({ targets, since }, 'our own network is away: monitoring is blind, nothing is declared');
      told();
    },
  );
  const names = watchAbsence(askNames, (since) => {
    if (since === null) log.info({}, 'the name servers are back; what fails is counted afresh');
    else
      log.warn(
        { since },
        'the name servers of this machine do not answer: monitoring is blind, names that cannot be resolved are not declared',
      );
    told();
  });

  return {
    targets: () => targets,
    setTargets: (next) => {
      for (const target of next) egress.assertAllowed(new URL(`tcp://${target}`).hostname);
      targets = next;
      network.forget();
      writeKept(database, setting, JSON.stringify(next));
    },
    blindSince,
    explains: ({ isUnresolved }) => network.since() !== null || (isUnresolved && names.since() !== null),
    // Without targets the gateway alone says little: it is asked only when everything else agrees.
    isAway: (look, since) => network.isAway(targets.length === 0 ? look : () => 'yes', since),
    isNameless: (look, since) => names.isAway(look, since),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      network.close();
      names.close();
    },
  };
}

/** Whether something of our own is away: looked at when asked for, and once it is, until it is back. */
function watchAbsence(ask: () => Promise<boolean>, changed: (since: number | null) => void) {
  let since: number | null = null;
  let timer: NodeJS.Timeout | null = null;
  let latest: { at: number; answer: Promise<boolean> } | null = null;
  const reach = (): Promise<boolean> => {
    const at = performance.now();
    if (latest === null || at - latest.at > rememberMs) latest = { at, answer: ask() };
    return latest.answer;
  };
  const set = (next: number | null) => {
    if (next === since) return;
    since = next;
    changed(since);
  };
  const askAgain = () => {
    timer = setTimeout(() => {
      void reach().then((isThere) => {
        timer = null;
        if (isThere) set(null);
        else if (since !== null) askAgain();
      });
    }, askAgainMs);
  };
  return {
    since: () => since,
    forget: () => {
      latest = null;
    },
    isAway: async (look: Look, began: number): Promise<boolean> => {
      if (since !== null) return true;
      const looks = look();
      if (looks === 'no') return false;
      if (await reach()) return false;
      if (looks === 'maybe' || since !== null) return true;
      set(began);
      askAgain();
      return true;
    },
    close: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

function load(database: Database): readonly Target[] | null {
  const kept = readKept(database, setting);
  return kept === null ? null : (JSON.parse(kept) as Target[]);
}
