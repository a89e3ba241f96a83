// A service: a record that incidents, monitors and alerts refer to by name. The matching rule is here, so that server
// and screens agree.

import { cleanName } from '../text/clean-text.ts';
import type { Cost } from './cost.ts';

export type ServiceLink = { url: string; label?: string | undefined };

/** A service as sent on the live feed. `dependsOn` holds ids of other services. */
export type Service = {
  id: string;
  name: string;
  /** A person's id, or the name of a team. */
  owner: string | null;
  /** Importance: 1 is the highest; a team may use its own words. */
  tier: number | string | null;
  dependsOn: readonly string[];
  links: readonly ServiceLink[];
  /** Other names that alerts use for it. */
  aliases: readonly string[];
  runbook: string | null;
  description: string | null;
  /** SO1: `target` in percent over 30 days; null where it has none. Absent from an older server. */
  slo?: { target: number } | null;
  /** NU9. Absent from an older server. */
  costPerMinute?: Cost | null;
};

/** TX1: a name kept before names were cleaned is the same as its clean form. */
const plainName = (name: string) => cleanName(name).toLowerCase();

/** The service with this name, else with this alias; null for a name without a record. */
export function findService(services: readonly Service[], name: string | null): Service | null {
  if (name === null) return null;
  const wanted = plainName(name);
  return (
    services.find((each) => plainName(each.name) === wanted) ??
    services.find(({ aliases }) => aliases.some((alias) => plainName(alias) === wanted)) ??
    null
  );
}

export const isSameService = (one: string, other: string): boolean => plainName(one) === plainName(other);

/**
 * SV2: finds the service that a name means: the record's own name, else the name as it was written; null for null. For
 * many names, since it reads the records once.
 */
export function serviceNamer(services: readonly Service[]): (name: string | null) => string | null {
  const names = new Map<string, string>();
  // Own names go before aliases.
  for (const { name } of services) if (!names.has(plainName(name))) names.set(plainName(name), name);
  for (const { name, aliases } of services)
    for (const alias of aliases) if (!names.has(plainName(alias))) names.set(plainName(alias), name);
  return (name) => (name === null ? null : (names.get(plainName(name)) ?? name));
}

/** SV2: whether two names mean one service. No name means none, not even another missing one. */
export function serviceMatcher(
  services: readonly Service[],
): (one: string | null, other: string | null) => boolean {
  const nameOf = serviceNamer(services);
  return (one, other) => {
    const [a, b] = [nameOf(one), nameOf(other)];
    return a !== null && b !== null && isSameService(a, b);
  };
}

/** Names in use without a service record, each once, in their first spelling. */
export function unrecorded(services: readonly Service[], names: readonly (string | null)[]): string[] {
  const found = new Map<string, string>();
  for (const name of names) {
    if (name === null || name.trim() === '' || findService(services, name) !== null) continue;
    if (!found.has(plainName(name))) found.set(plainName(name), name.trim());
  }
  return [...found.values()].toSorted((a, b) => a.localeCompare(b, 'en'));
}

/** Services that depend on this one, directly or through others, nearest first. */
export function dependantsOf(services: readonly Service[], id: string): Service[] {
  const found: Service[] = [];
  let layer = [id];
  while (layer.length > 0) {
    const next = services.filter(
      (each) =>
        each.id !== id && !found.includes(each) && each.dependsOn.some((need) => layer.includes(need)),
    );
    found.push(...next);
    layer = next.map((each) => each.id);
  }
  return found;
}

/** Every name in use, each spelling once, for a list to choose from. */
export const serviceNames = (items: readonly { service: string | null }[]): string[] =>
  [...new Set(items.flatMap(({ service }) => service ?? []))].toSorted((a, b) => a.localeCompare(b));
