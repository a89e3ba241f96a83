// Cron lines, parsed the same way everywhere.
import { createRequire } from 'node:module';
import type * as Croner from 'croner';

// Loaded at the first line: an idle server does not need it. Synchronously, because a form also uses it.
const croner = () => createRequire(import.meta.url)('croner') as typeof Croner;

/**
 * The first run after `at` (epoch milliseconds); null when there is none. Throws when the line does not have five
 * parts.
 *
 * If both the day of the month and the day of the week are set, either may match. If one of the two begins with a
 * star (a step over all days), both must match, as in Debian's cron and in cronie.
 */
export const nextRun = (line: string, timeZone: string, at: number): number | null =>
  openCron(line, timeZone)(at);

/** As `nextRun`, for several times. */
export function openCron(line: string, timeZone: string): (at: number) => number | null {
  const [, , dayOfMonth = '', , dayOfWeek = ''] = line.trim().split(/\s+/);
  const { Cron } = croner();
  const cron = new Cron(line, {
    timezone: timeZone,
    mode: '5-part',
    paused: true,
    domAndDow: dayOfMonth.startsWith('*') || dayOfWeek.startsWith('*'),
  });
  return (at) => cron.nextRun(new Date(at))?.getTime() ?? null;
}
