// Limits how many deliveries go out at once, and the rate of each channel (CN3).

export type Gate = {
  /** Channels that may send nothing now. */
  closed(): string[];
  /** Whether another delivery may start; call `leave` when it is done. */
  enter(channel: string, perMinute: number): boolean;
  leave(channel: string): void;
  /** The receiver asked for a pause. */
  block(channel: string, ms: number): void;
};

/** Limits of simultaneous sends: per channel, and in total. */
export const mostAtOnce = { channel: 4, all: 16 } as const;

type State = { atOnce: number; tokens: number; at: number; blockedUntil: number };

/** The burst after a quiet time: a tenth of the rate per minute, and at least five. */
const burstOf = (perMinute: number) => Math.max(5, Math.floor(perMinute / 10));

export function openGate(now: () => number): Gate {
  const states = new Map<string, State>();
  let all = 0;
  const stateOf = (channel: string): State => {
    const known = states.get(channel);
    if (known !== undefined) return known;
    const fresh = { atOnce: 0, tokens: Infinity, at: now(), blockedUntil: 0 };
    states.set(channel, fresh);
    return fresh;
  };
  const isShut = ({ blockedUntil, atOnce }: State) => blockedUntil > now() || atOnce >= mostAtOnce.channel;
  return {
    closed: () => [...states].flatMap(([channel, state]) => (isShut(state) ? [channel] : [])),
    enter: (channel, perMinute) => {
      const state = stateOf(channel);
      if (all >= mostAtOnce.all || state.atOnce >= mostAtOnce.channel || state.blockedUntil > now())
        return false;
      if (!takeToken(state, perMinute, now())) return false;
      state.atOnce += 1;
      all += 1;
      return true;
    },
    leave: (channel) => {
      stateOf(channel).atOnce -= 1;
      all -= 1;
    },
    block: (channel, ms) => {
      const state = stateOf(channel);
      state.blockedUntil = Math.max(state.blockedUntil, now() + ms);
    },
  };
}

/** False when the channel's rate is used up; the channel is then blocked until there is a token again. */
function takeToken(state: State, perMinute: number, now: number): boolean {
  if (perMinute === Infinity) return true;
  const gained = (Math.max(0, now - state.at) / 60_000) * perMinute;
  state.tokens = Math.min(burstOf(perMinute), state.tokens + gained);
  state.at = now;
  if (state.tokens < 1) {
    state.blockedUntil = now + Math.ceil(((1 - state.tokens) / perMinute) * 60_000);
    return false;
  }
  state.tokens -= 1;
  return true;
}
