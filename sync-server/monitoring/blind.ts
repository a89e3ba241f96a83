// CH9: decides whether so many checks fail at once that our own network or name servers must be down. Pure.

import { isIP } from 'node:net';
import { isLoopback } from '../outgoing/forbidden.ts';

/** A monitor that checks over the network and was not known to be down. */
export type SeenMonitor = {
  host: string;
  /** When its last check ended. */
  lastAt: number;
  /** When its last check began, as far as is known: that is when it resolved the name. */
  beganAt: number;
  isFailing: boolean;
  /** It fails because its name could not be resolved. */
  isUnresolved: boolean;
};

/** Fewer hosts may fail together by chance. */
const fewestHosts = 3;

/**
 * Whether every host on the network failed since `since`, with at least three hosts: then our own network is checked.
 * `maybe` means that some monitors have no result yet.
 */
export function looksBlind(monitors: readonly SeenMonitor[], since: number): 'yes' | 'maybe' | 'no' {
  const remote = monitors.filter(({ host }) => !isOwn(host));
  if (new Set(remote.map(({ host }) => host)).size < fewestHosts) return 'no';
  const heard = remote.filter(({ lastAt }) => lastAt >= since);
  if (heard.some(({ isFailing }) => !isFailing)) return 'no';
  return new Set(heard.map(({ host }) => host)).size >= fewestHosts ? 'yes' : 'maybe';
}

/** With fewer names, their own name servers may be at fault. */
const fewestNames = 3;

/**
 * Whether no name of at least three monitors was resolved since `since`: then this machine's name servers are
 * checked. Monitors with literal IP addresses do not count.
 */
export function looksNameless(monitors: readonly SeenMonitor[], since: number): 'yes' | 'maybe' | 'no' {
  const named = monitors.filter(({ host }) => !isOwn(host) && isIP(host.replace(/^\[|\]$/g, '')) === 0);
  if (named.length < fewestNames) return 'no';
  // A check that resolved its name before the failures began may end after it, and says nothing of the time since.
  const heard = named.filter(
    ({ isUnresolved, lastAt, beganAt }) => (isUnresolved ? lastAt : beganAt) >= since,
  );
  if (heard.some(({ isUnresolved }) => !isUnresolved)) return 'no';
  return heard.length >= fewestNames ? 'yes' : 'maybe';
}

/** Reached without a network. */
const isOwn = (host: string) => host === '' || isLoopback(host);
