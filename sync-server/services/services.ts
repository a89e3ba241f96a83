// The team's services (SV): records that monitors, incidents and alerts refer to by name.
import { costSchema } from '#room/team/cost.ts';
import { serviceName, webAddress } from '#wire/api/list.ts';
import { z } from 'zod';
import { isSameService, type Service } from '#room/team/services.ts';
import { makeShelf, readShelved, type Shelf, type ShelfRefusal } from '../storage/collection.ts';
import type { Database } from '../storage/database.ts';
import { createListeners } from '../listeners.ts';

export const mostServices = 1_000;
export const mostAliases = 50;

const name = z.string().trim().min(1).max(120);

export const serviceSchema = z.strictObject({
  name: serviceName,
  owner: name.optional(),
  tier: z.union([z.int().min(1).max(5), z.string().trim().min(1).max(40)]).optional(),
  /** Ids or names of other services. */
  dependsOn: z.array(name).max(100).optional(),
  links: z
    .array(z.strictObject({ url: webAddress, label: name.optional() }))
    .max(50)
    .optional(),
  aliases: z.array(name).max(mostAliases).optional(),
  runbook: webAddress.optional(),
  description: z.string().trim().max(2_000).optional(),
  /** NU9: the cost of a minute of outage. */
  costPerMinute: costSchema.optional(),
  /** SO1: percent over 30 days. */
  slo: z.strictObject({ target: z.number().min(50).max(99.999) }).optional(),
});
export type ServiceSettings = z.output<typeof serviceSchema>;
export type KeptService = { id: string; version: number; settings: ServiceSettings };
export type ServiceRefusal = ShelfRefusal | 'name-taken';

export type Services = Shelf<ServiceSettings, KeptService, 'name-taken'> & {
  /** As everybody sees the services. */
  shown(): Service[];
  onChange(listener: () => void): () => void;
};

export async function openServices({
  database,
  makeId,
}: {
  database: Database;
  makeId: () => string;
}): Promise<Services> {
  const rows = await readShelved<ServiceSettings>(database, 'services');
  const listeners = createListeners();
  const shelf = makeShelf<ServiceSettings, KeptService, 'name-taken'>({
    database,
    makeId,
    ...rows,
    most: mostServices,
    shape: (each) => each,
    check: ({ id, settings }, all) =>
      [...all.values()].some((each) => each.id !== id && isSameService(each.settings.name, settings.name))
        ? 'name-taken'
        : null,
    onChange: () => listeners.tell(),
  });
  return {
    ...shelf,
    shown: () => shelf.list().map((each) => showService(each, shelf.list())),
    onChange: listeners.add,
  };
}

/** Leaves out dependencies on services that do not exist. */
export function showService({ id, settings }: KeptService, all: readonly KeptService[]): Service {
  const {
    name: own,
    owner,
    tier,
    dependsOn = [],
    links = [],
    aliases = [],
    runbook,
    description,
    slo,
    costPerMinute,
  } = settings;
  return {
    id,
    name: own,
    owner: owner ?? null,
    tier: tier ?? null,
    dependsOn: dependsOn.filter((need) => all.some((each) => each.id === need)),
    links,
    aliases,
    runbook: runbook ?? null,
    description: description ?? null,
    slo: slo ?? null,
    costPerMinute: costPerMinute ?? null,
  };
}
