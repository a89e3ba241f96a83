// CF7: takes over what another tool was configured with, and says item by item what it could not.
import type { FileShape, Section } from './shape.ts';

/** One line of the report. `left` is what was not taken over, with the reason. */
export type Line = { section: Section | null; name: string; taken: boolean; left: readonly string[] };
/** Items as a file would have them, not yet checked; each line belongs to the item of its name. */
export type Imported = { items: { [S in Section]?: Record<string, unknown>[] }; lines: Line[] };

export const emptyShape = (): FileShape => ({
  channels: [],
  schedules: [],
  monitors: [],
  maintenance: [],
  policies: [],
  intakes: [],
});

export const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
export const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const asText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

/** A duration as Go writes it (`1m30s`), in seconds; null when it is none. */
export function readGoDuration(text: string): number | null {
  if (!/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/u.test(text)) return null;
  const units: Record<string, number> = { h: 3_600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/gu)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0),
    0,
  );
}

/** Headers as the form has them: one on each line. */
export const toHeaderLines = (headers: Record<string, unknown>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${asText(value)}`)
    .join('\n');

export const clampInterval = (seconds: number): number => Math.min(86_400, Math.max(1, Math.round(seconds)));
