// CH9: whether so much fails at once that it is our own network, or the name servers we ask, that is away. Pure.

import { isIP } from 'node:net';

/** A monitor that asks over the network, and was not known to be down before. */
export type Seen = {
  host: string;
  lastAt: number;
  isFailing: boolean;
  /** Failing because nobody said what the address of its name is. */
  isUnresolved: boolean;
};

/** Fewer hosts may well fail together. */
const fewestHosts = 3;

/**
 * Whether, since `since`, nothing on the network answered, on at least three hosts: then our own network is
 * looked at. `maybe` says that others are still to be heard.
 */
export function looksBlind(monitors: readonly Seen[], since: number): 'yes' | 'maybe' | 'no' {
  const remote = monitors.filter(({ host }) => !isOwn(host));
  if (new Set(remote.map(({ host }) => host)).size < fewestHosts) return 'no';
  const heard = remote.filter(({ lastAt }) => lastAt >= since);
  if (heard.some(({ isFailing }) => !isFailing)) return 'no';
  return new Set(heard.map(({ host }) => host)).size >= fewestHosts ? 'yes' : 'maybe';
}

/** Fewer may well have names that their own servers fail to tell. */
const fewestNames = 3;

/**
 * Whether, since `since`, no name was resolved, of at least three monitors: then the name servers of this machine
 * are looked at. Monitors of literal addresses say nothing about them.
 */
export function looksNameless(monitors: readonly Seen[], since: number): 'yes' | 'maybe' | 'no' {
  const named = monitors.filter(({ host }) => !isOwn(host) && isIP(host.replace(/^\[|\]$/g, '')) === 0);
  if (named.length < fewestNames) return 'no';
  const heard = named.filter(({ lastAt }) => lastAt >= since);
  if (heard.some(({ isUnresolved }) => !isUnresolved)) return 'no';
  return heard.length >= fewestNames ? 'yes' : 'maybe';
}

/** Reached without any network. */
const isOwn = (host: string) =>
  host === '' || host === 'localhost' || host === '[::1]' || host === '::1' || host.startsWith('127.');
