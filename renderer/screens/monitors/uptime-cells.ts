// The texts of an uptime bar: one per day or hour, and a summary for screen readers.
import { sayUnmeasured } from '#room/text/missing.ts';
import { strings } from '../../strings/index.ts';
import { sayPercent } from '../../strip/say.ts';
import { sayDayOfYear, sayTimeOfDay } from '../../ui/say-time.ts';

export type CellLength = 'days' | 'hours';
export type UptimeCell = { from: number; share: number | null };

const words = strings.monitors.bar;
const lengthMs: Record<CellLength, number> = { days: 86_400_000, hours: 3_600_000 };

/** The server counts days and hours in UTC; the last cell contains `at`. */
export function cellsOf(shares: readonly (number | null)[], span: CellLength, at: number): UptimeCell[] {
  const length = lengthMs[span];
  const last = Math.floor(at / length) * length;
  return shares.map((share, index) => ({ share, from: last - (shares.length - 1 - index) * length }));
}

/** `99.95 %`, `100.00 %`, `not measured`. */
export const sayShare = (share: number | null): string =>
  share === null ? sayUnmeasured('not-recorded') : sayPercent(share);

export function sayCell({ from, share }: UptimeCell, span: CellLength): string {
  const when = span === 'days' ? sayDayOfYear(from) : words.hour(sayTimeOfDay(from));
  return `${when}: ${share === null ? sayUnmeasured('not-recorded') : words.up(sayShare(share))}`;
}

/** One sentence: how many failed, and the worst one. */
export function sayBar(cells: readonly UptimeCell[], span: CellLength): string {
  const measured = cells.filter(({ share }) => share !== null);
  const failed = measured.filter(({ share }) => share !== 1);
  const worst = failed.toSorted((a, b) => (a.share ?? 0) - (b.share ?? 0))[0];
  const last = words.last[span](cells.length);
  return words.spoken(last, measured.length, failed.length, worst ? sayCell(worst, span) : null);
}
