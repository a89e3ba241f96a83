// Limits the rate of each channel, and how many letters go through it at once (CN3).

export type Gate = {
  /** Channels that may send nothing of this lane now. */
  closed(lane: string): string[];
  /** Whether another letter may start; call `leave` when it is done. */
  enter(lane: string, channel: string, perMinute: number): boolean;
  leave(lane: string, channel: string): void;
  /** The receiver asked for a pause. */
  block(channel: string, ms: number): void;
};

/** How many letters of one lane may go through one channel at once. */
const mostAtOnce = 4;

/** `atOnce` is by lane, so that a page does not wait for other messages that hang. */
type State = { atOnce: Map<string, number>; tokens: number; at: number; blockedUntil: number };

/** The burst after a quiet time: a tenth of the rate per minute, and at least five. */
const burstOf = (perMinute: number) => Math.max(5, Math.floor(perMinute / 10));

/** One gate serves all lanes: they share the rate of a channel. */
export function openGate(now: () => number): Gate {
  const states = new Map<string, State>();
  const stateOf = (channel: string): State => {
    const known = states.get(channel);
    if (known !== undefined) return known;
    const fresh = { atOnce: new Map<string, number>(), tokens: Infinity, at: now(), blockedUntil: 0 };
    states.set(channel, fresh);
    return fresh;
  };
  const atOnceIn = ({ atOnce }: State, lane: string) => atOnce.get(lane) ?? 0;
  const isShut = (state: State, lane: string) =>
    state.blockedUntil > now() || atOnceIn(state, lane) >= mostAtOnce;
  return {
    closed: (lane) => [...states].flatMap(([channel, state]) => (isShut(state, lane) ? [channel] : [])),
    enter: (lane, channel, perMinute) => {
      const state = stateOf(channel);
      if (isShut(state, lane) || !takeToken(state, perMinute, now())) return false;
      state.atOnce.set(lane, atOnceIn(state, lane) + 1);
      return true;
    },
    leave: (lane, channel) => {
      const state = stateOf(channel);
      state.atOnce.set(lane, atOnceIn(state, lane) - 1);
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
