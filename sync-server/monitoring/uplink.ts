// CH9: checks whether this server itself is cut off, from its network or its name servers. It checks before a monitor
// is declared down, and repeats until the connection is back. Targets alone decide about the network; without
// targets, the default gateway decides, once every check fails.
import type { Database } from '../storage/database.ts';
import { readKept, writeKept } from '../storage/kept-values.ts';
import type { Egress } from '../outgoing/egress.ts';
import type { Log } from '../sync/rooms.ts';
import { reachAny, reachNames, type ProbeAddress } from './reachability.ts';
import { createListeners } from '../listeners.ts';

export type Uplink = {
  targets(): readonly ProbeAddress[];
  /** Kept across restarts. Throws EgressRefused for a target that the egress guard forbids (CK1). */
  setTargets(targets: readonly ProbeAddress[]): void;
  /** Since when the network or the name servers are unreachable; null while both work. */
  blindSince(): number | null;
  /** Whether that explains a failure: a missing network explains all, missing name servers only name resolution. */
  explains(failure: { isUnresolved: boolean }): boolean;
  /**
   * Whether nothing may be declared down now. `look` is what the checks suggest (blind.ts); `since` is when the
   * failures began.
   */
  isAway(look: Look, since: number): Promise<boolean>;
  /** The same for failures to resolve a name. */
  isNameless(look: Look, since: number): Promise<boolean>;
  onChange(listener: (blindSince: number | null) => void): () => void;
  close(): void;
};

type Look = () => 'yes' | 'maybe' | 'no';
type Options = {
  database: Database;
  given: readonly ProbeAddress[];
  egress: Egress;
  log: Log;
  /** Whether the name servers answer. */
  askNames?: () => Promise<boolean>;
};

const askAgainMs = 3_000;
const rememberMs = 1_000;
const setting = 'uplink targets';

const sayNetwork = (log: Log, targets: readonly ProbeAddress[], since: number | null) =>
  since === null
    ? log.info({}, 'our own network is back; failures are counted from zero')
    : log.warn({ targets, since }, 'our own network is down: monitoring is blind and declares nothing');

const sayNames = (log: Log, since: number | null) =>
  since === null
    ? log.info({}, 'the name servers are back; failures are counted from zero')
    : log.warn(
        { since },
        'the name servers of this machine do not answer: monitoring is blind, names that cannot be resolved are not declared',
      );

export function openUplink({ database, given, egress, log, askNames = reachNames }: Options): Uplink {
  const listeners = createListeners<[blindSince: number | null]>();
  let targets = load(database) ?? given;
  const blindSince = () => network.since() ?? names.since();
  const told = () => listeners.tell(blindSince());
  const network = watchAbsence(
    () => reachAny(targets, egress),
    (since) => {
      sayNetwork(log, targets, since);
      told();
    },
  );
  const names = watchAbsence(askNames, (since) => {
    sayNames(log, since);
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
    // Without targets the gateway proves little: it is asked only when all checks fail.
    isAway: (look, since) => network.isAway(targets.length === 0 ? look : () => 'yes', since),
    isNameless: (look, since) => names.isAway(look, since),
    onChange: listeners.add,
    close: () => {
      network.close();
      names.close();
    },
  };
}

/** Keeps each answer for a moment, so that several failures at once ask only once. */
function rememberAnswer(ask: () => Promise<boolean>) {
  let latest: { at: number; answer: Promise<boolean> } | null = null;
  return {
    reach: (): Promise<boolean> => {
      const at = performance.now();
      if (latest === null || at - latest.at > rememberMs) latest = { at, answer: ask() };
      return latest.answer;
    },
    forget: () => {
      latest = null;
    },
  };
}

/** Watches one of our own connections: checks on request and, once it is lost, repeats until it is back. */
function watchAbsence(ask: () => Promise<boolean>, changed: (since: number | null) => void) {
  let since: number | null = null;
  let timer: NodeJS.Timeout | null = null;
  const { reach, forget } = rememberAnswer(ask);
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
    forget,
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

function load(database: Database): readonly ProbeAddress[] | null {
  const kept = readKept(database, setting);
  return kept === null ? null : (JSON.parse(kept) as ProbeAddress[]);
}
