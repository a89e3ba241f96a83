// A service as its form edits it.
import { readCost, sayCost } from '#room/team/cost.ts';
import type { Service, ServiceLink } from '#room/team/services.ts';

export type ServiceDraft = {
  name: string;
  owner: string;
  tier: string;
  dependsOn: readonly string[];
  aliases: readonly string[];
  runbook: string;
  /** One link per line: the address, then its name. */
  links: string;
  description: string;
  /** Percent, as typed. */
  target: string;
  /** As typed, such as `120-400 EUR`. */
  cost: string;
};
/** A service in an API request. */
export type ServiceBody = Partial<Omit<Service, 'id'>> & { name: string };

export function draftOf(before: Partial<Service> | null, name: string): ServiceDraft {
  return {
    name: before?.name ?? name,
    owner: before?.owner ?? '',
    tier: before?.tier === undefined || before.tier === null ? '' : String(before.tier),
    dependsOn: before?.dependsOn ?? [],
    aliases: before?.aliases ?? [],
    runbook: before?.runbook ?? '',
    links: (before?.links ?? []).map(({ url, label }) => [url, label].filter(Boolean).join(' ')).join('\n'),
    description: before?.description ?? '',
    target: before?.slo ? String(before.slo.target) : '',
    cost: before?.costPerMinute ? sayCost(before.costPerMinute) : '',
  };
}

export function toBody(draft: ServiceDraft): ServiceBody {
  const { tier, links, dependsOn, aliases } = draft;
  const target = draft.target.trim().replace('%', '').trim().replace(',', '.');
  const said = Object.fromEntries(
    (['owner', 'runbook', 'description'] as const)
      .map((field) => [field, draft[field].trim()] as const)
      .filter(([, value]) => value !== ''),
  );
  return {
    name: draft.name.trim(),
    ...said,
    ...(tier.trim() !== '' && { tier: /^\d+$/.test(tier.trim()) ? Number(tier) : tier.trim() }),
    ...(target !== '' && { slo: { target: Number(target) } }),
    ...(draft.cost.trim() !== '' && {
      costPerMinute: readCost(draft.cost) ?? { low: 0, high: 0, currency: '' },
    }),
    dependsOn,
    aliases,
    links: links.split('\n').flatMap(readLink),
  };
}

function readLink(line: string): ServiceLink[] {
  const [url = '', ...label] = line.trim().split(/\s+/);
  if (url === '') return [];
  return [{ url, ...(label.length > 0 && { label: label.join(' ') }) }];
}
