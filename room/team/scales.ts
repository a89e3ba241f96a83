// The fixed and ordered values of an incident. All other names are free text.

/** From worst to least. */
export const severities = ['P1', 'P2', 'P3', 'P4'] as const;
export type Severity = (typeof severities)[number];

/** In the order of an incident's life. */
export const statuses = [
  'triage',
  'investigating',
  'identified',
  'monitoring',
  'resolved',
  'closed',
] as const;
export type Status = (typeof statuses)[number];

/** WD1: why it was not an incident. */
export const withdrawals = ['false-alarm', 'duplicate', 'mistake'] as const;
export type Withdrawal = (typeof withdrawals)[number];

/** The kind of incident. */
export const natures = ['outage', 'degradation', 'bug'] as const;
export type Nature = (typeof natures)[number];

/** How the incident was noticed. */
export const noticedWays = ['employee', 'customer', 'ticket', 'deploy', 'monitor'] as const;
export type Noticed = (typeof noticedWays)[number];

export const shippedRoles = ['commander', 'communications', 'technical', 'operations', 'scribe'] as const;

export const impactAreas = ['users', 'business', 'availability', 'data', 'security'] as const;
/** What impact is counted in; each is a short text such as `about 12,000 of 80,000`. */
export const impactFigures = ['users', 'requests', 'money', 'compliance'] as const;
export type ImpactFigure = (typeof impactFigures)[number];
export const impactLevels = ['none', 'minor', 'major', 'critical'] as const;

/** What somebody may do in the team. */
export type Role = 'owner' | 'responder' | 'viewer';
