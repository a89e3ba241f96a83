// CF7: imports the configuration of another tool. Everything in the source is imported exactly or named in the
// report; a field that no reader used is reported automatically.
import { asText } from '../forms/source.ts';
import type { FileShape, FileSection } from './shape.ts';

/** One line of the report. `left` lists what was not imported or was changed, and what happens instead. */
export type Line = { section: FileSection | null; name: string; taken: boolean; left: readonly string[] };
/** Items in the form of a file, not yet checked; each line belongs to the item of the same name. */
export type ImportedItems = { items: { [S in FileSection]?: Record<string, unknown>[] }; lines: Line[] };

export const emptyShape = (): FileShape => ({
  teams: [],
  channels: [],
  schedules: [],
  monitors: [],
  maintenance: [],
  policies: [],
  intakes: [],
  services: [],
  recurringTasks: [],
  reviewTemplates: [],
  severities: [],
  roles: [],
  commsTemplates: [],
  handbook: [],
  copyProfiles: [],
  pages: [],
});

/** A Go duration (`1m30s`) in seconds; null when it is not one. */
export function readGoDuration(text: string): number | null {
  if (!/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/u.test(text)) return null;
  const units: Record<string, number> = { h: 3_600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/gu)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0),
    0,
  );
}

/** Headers in the form's format, one on each line. Invalid headers are reported. */
export function toHeaderLines(headers: Record<string, unknown>, left: string[]): string {
  return Object.entries(headers)
    .flatMap(([name, value]) => {
      const isText = ['string', 'number', 'boolean'].includes(typeof value);
      if (isText && !/[\r\n]/u.test(asText(value))) return [`${name}: ${asText(value)}`];
      left.push(`headers.${name}: not imported; expected text in one line`);
      return [];
    })
    .join('\n');
}

export const hasHeader = (lines: string, name: string): boolean =>
  lines.split('\n').some((line) => line.toLowerCase().startsWith(`${name}:`));

/** The number within Muster's limits; a changed number is reported. */
export function fitNumber(
  given: number,
  { least, most, field, left }: { least: number; most: number; field: string; left: string[] },
): number {
  const fitting = Math.min(most, Math.max(least, Math.round(given)));
  if (fitting !== given) left.push(`${field}: ${given} became ${fitting}; expected ${least} to ${most}`);
  return fitting;
}

/** A name of at most 120 characters; a cut name is reported. */
export function fitName(given: string, left: string[]): string {
  const name = given.trim().slice(0, 120).toWellFormed() || 'unnamed';
  if (name !== given.trim()) left.push(`name: ${given.trim() === '' ? 'empty' : given} became ${name}`);
  return name;
}
