// SP121: what an import would do, shown beforehand.
import { type ImportLine, type ImportTool, importToolSchema } from '#wire/api/status-pages.ts';
import type { Maintenance, PublishedUpdate } from '#status-page/schema/index.ts';
import type { StatusPageSettings } from '../page/settings.ts';
import type { Choice } from '../subscribers/subscriber.ts';
import type { ComponentLink } from './plan-components.ts';

export type ToolName = ImportTool;
export const toolNames = importToolSchema.options;

export type ImportPlan = {
  lines: ImportLine[];
  /** The page's settings afterwards; null when they stay as they are. */
  settings: StatusPageSettings | null;
  links: readonly ComponentLink[];
  /** Oldest first. */
  updates: readonly PublishedUpdate[];
  work: readonly Maintenance[];
  subscribers: readonly (Choice & { address: string; key: string })[];
};
