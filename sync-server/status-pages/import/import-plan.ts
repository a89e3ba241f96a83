// SP121: what an import would do, shown beforehand.
import type { Maintenance, PublishedUpdate } from '#status-page/schema/index.ts';
import type { StatusPageSettings } from '../settings.ts';
import type { ComponentLink } from './plan-components.ts';

export const toolNames = ['statuspage', 'openstatus', 'instatus', 'better-stack'] as const;
export type ToolName = (typeof toolNames)[number];

export const importKinds = ['component', 'incident', 'maintenance', 'subscribers', 'file'] as const;
/** One line of the report. `left` is what was not taken over, or was changed, and why. */
export type ImportLine = {
  kind: (typeof importKinds)[number];
  name: string;
  done: 'added' | 'changed' | 'kept' | 'left';
  left: string[];
};

export type ImportPlan = {
  lines: ImportLine[];
  /** The page's settings afterwards; null when they stay as they are. */
  settings: StatusPageSettings | null;
  links: readonly ComponentLink[];
  /** Oldest first. */
  updates: readonly PublishedUpdate[];
  work: readonly Maintenance[];
  subscribers: readonly { address: string; key: string; components: readonly string[] | null }[];
};
