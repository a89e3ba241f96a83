// The author of a fact (`by`) or the source of an outage (`monitor`): both are one string, parsed only here. A person's
// id has no colon; machines are `server`, `monitor:<id>` and `intake:<id>`.
export type Author =
  | { kind: 'person'; id: string }
  | { kind: 'server' }
  | { kind: 'monitor' | 'intake'; id: string }
  /** From a later version. */
  | { kind: 'unknown'; id: string };

export function readAuthor(by: string): Author {
  if (by === 'server') return { kind: 'server' };
  const colon = by.indexOf(':');
  if (colon < 0) return { kind: 'person', id: by };
  const [kind, id] = [by.slice(0, colon), by.slice(colon + 1)];
  return kind === 'monitor' || kind === 'intake' ? { kind, id } : { kind: 'unknown', id: by };
}

// The fold calls these for every fact, so they allocate nothing.
export const isPerson = (by: string): boolean => by !== 'server' && !by.includes(':');
export const isMonitor = (by: string): boolean => by.startsWith('monitor:');
/** Also for outages: an alert's id takes the place of a monitor's id. */
export const isIntake = (by: string): boolean => by.startsWith('intake:');
