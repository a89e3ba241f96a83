// A service: a record that incidents, monitors and alerts refer to by name. The matching rule is here, so that server
// and screens agree.

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

const plainName = (name: string) => name.trim().normalize('NFC').toLowerCase();

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
