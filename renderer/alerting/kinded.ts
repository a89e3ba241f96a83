// Channels and intakes share one shape: a name, a kind, and settings defined by the kind.
export type { Kind } from '#wire/api/forms.ts';
export type { Items } from '#wire/api/list.ts';

/** An item as the API returns it. Secrets are masked; a mask sent back means "unchanged". */
export type Kinded = {
  id: string;
  name: string;
  kind: string;
  settings: Record<string, unknown>;
  /** Managed by a configuration file and changed only there. */
  managedBy?: 'config';
};
export type Channel = Kinded & {
  paused: boolean;
  audiences: readonly string[];
  /** TM4: only these teams can read it. */
  teams?: readonly string[];
  lastDelivery: { at: number; ok: boolean; reason: string | null } | null;
};
export type Intake = Kinded & {
  service?: string;
  key?: string;
  path?: string;
  lastSeenAt: number | null;
  received: number;
  lastError: string | null;
};
