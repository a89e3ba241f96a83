// The states of a component. Input and output use the Statuspage terms; ours are shorter.
export const statuses = [
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'under_maintenance',
] as const;
export type ComponentStatus = (typeof statuses)[number];

/** From best to worst; `unknown` is not one of them and never counts as up. */
export const levels = ['operational', 'degraded', 'partial', 'major'] as const;
export type KnownLevel = (typeof levels)[number];
export type Level = KnownLevel | 'unknown';

/** What a component shows: its level, or that planned work is in progress. */
export type Shown = Level | 'maintenance';

/** The impact of an incident, from least to most. */
export const impacts = ['none', 'minor', 'major', 'critical'] as const;
export type Impact = (typeof impacts)[number];

export const rankOf = (level: KnownLevel): number => levels.indexOf(level);

/** The worst level; `otherwise` when there are none. */
export function worstOf(list: Iterable<KnownLevel>, otherwise: KnownLevel = 'operational'): KnownLevel {
  let worst = otherwise;
  for (const level of list) if (rankOf(level) > rankOf(worst)) worst = level;
  return worst;
}

/** Announced work on a component is not an outage. */
export const levelOfStatus: Record<ComponentStatus, KnownLevel> = {
  operational: 'operational',
  degraded_performance: 'degraded',
  partial_outage: 'partial',
  major_outage: 'major',
  under_maintenance: 'operational',
};

export const statusOfShown: Record<KnownLevel | 'maintenance', ComponentStatus> = {
  operational: 'operational',
  degraded: 'degraded_performance',
  partial: 'partial_outage',
  major: 'major_outage',
  maintenance: 'under_maintenance',
};

/** How serious a state is for readers: unknown lies between planned work and a fault. */
export const fear: Record<Shown, number> = {
  operational: 0,
  maintenance: 1,
  unknown: 2,
  degraded: 3,
  partial: 4,
  major: 5,
};
export const worstShown = (list: readonly Shown[]): Shown =>
  list.reduce((worst, each) => (fear[each] > fear[worst] ? each : worst), 'operational');
