// RR7: what most teams should try out regularly, because nobody notices in time when it no longer works.
import { dayMs } from '#room/time/zone.ts';
import { isoDate } from '#room/time/time.ts';
import type { RecurringSettings } from '#wire/api/recurring.ts';

type Usual = Omit<RecurringSettings, 'startsOn'> & { inDays: number };

const usual: readonly Usual[] = [
  {
    name: 'Restore a backup',
    kind: 'backup',
    details:
      'Restore the newest backup to a spare machine. It passed when the data is whole, and you know how long it took.',
    repeat: { unit: 'month', every: 1 },
    inDays: 7,
  },
  {
    name: 'Fail over and back',
    kind: 'exercise',
    details: 'Move to the standby and back in a quiet hour. It passed when customers noticed nothing.',
    repeat: { unit: 'month', every: 3 },
    inDays: 30,
  },
  {
    name: 'Load test',
    kind: 'load',
    details: 'Send twice the traffic of the busiest hour. It passed when latency stayed within its target.',
    repeat: { unit: 'month', every: 3 },
    inDays: 45,
  },
  {
    name: 'Chaos experiment',
    kind: 'chaos',
    details: 'Take one part away on purpose, such as a cache. It passed when the service went on as planned.',
    repeat: { unit: 'month', every: 3 },
    inDays: 60,
  },
  {
    name: 'Security scan',
    kind: 'security',
    details: 'Scan images, dependencies and open ports. It passed when nothing critical is left open.',
    repeat: { unit: 'week', every: 1 },
    inDays: 7,
  },
  {
    name: 'Check that pages arrive',
    kind: 'exercise',
    details: 'Run a communication check of everybody on call. It passed when all of them answered.',
    repeat: { unit: 'month', every: 1 },
    inDays: 14,
  },
];

export const usualTasks = (now: number): RecurringSettings[] =>
  usual.map(({ inDays, ...task }) => ({ ...task, startsOn: isoDate(now + inDays * dayMs) }));
