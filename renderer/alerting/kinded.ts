// Channels and intakes have one shape: a name, a kind, and the settings of that kind's own form.
import type { FormField } from '../fields/field.ts';

export type Kind = {
  kind: string;
  label: string;
  fields: readonly FormField[];
  /** Of a channel that goes to people: what kind of address it takes. */
  addresses?: 'email' | 'phone' | null;
  /** Of a channel: forms filled in for one provider. */
  presets?: readonly { name: string; settings: Readonly<Record<string, string>> }[];
};
export type { Items } from '#wire/api/list.ts';

/** As the API answers it; a secret reads as a mask, and sent back means "as it was". */
export type Kinded = {
  id: string;
  name: string;
  kind: string;
  settings: Record<string, unknown>;
  /** A configuration file owns it: it is changed there. */
  managedBy?: 'config';
};
export type Channel = Kinded & {
  paused: boolean;
  audiences: readonly string[];
  /** TM4: the teams that alone read it. */
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
