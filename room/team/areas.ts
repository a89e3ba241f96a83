// CH18: a monitor watches one of six areas.
export const areas = [
  'infrastructure',
  'application',
  'experience',
  'business',
  'security',
  'dependencies',
] as const;
export type Area = (typeof areas)[number];

/** The areas that none of these monitors watches, in the order above. A paused monitor watches nothing. */
export function uncovered(monitors: readonly { area?: Area | undefined; status: string }[]): readonly Area[] {
  const watched = new Set(monitors.filter(({ status }) => status !== 'paused').map(({ area }) => area));
  return areas.filter((area) => !watched.has(area));
}
