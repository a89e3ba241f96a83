// OC2: the cost of planning a large team's shifts, five years ahead.
import { scheduleSchema } from '#wire/api/schedules.ts';
import { planShifts } from '#sync-server/on-call/shifts.ts';
import { dayMs } from '#room/time/zone.ts';
import { toFigures, type Figure } from './figure.ts';

const people = 300;
const years = 5;
const rounds = 20;

export function bench(): Figure[] {
  const layer = {
    people: Array.from({ length: people }, (_, index) => `p${index}`),
    startsOn: '2026-01-05',
  };
  const settings = scheduleSchema.parse({
    name: 'Shop',
    timeZone: 'Europe/Berlin',
    layers: [
      { ...layer, name: 'first', rotation: { unit: 'week', handoffAt: '09:00' } },
      { ...layer, name: 'day', rotation: { unit: 'day', handoffAt: '09:00' } },
    ],
  });
  const from = Date.UTC(2026, 5, 1);
  const planned = Array.from({ length: rounds }, () => {
    const begun = performance.now();
    planShifts(settings, [], { from, to: from + years * 365 * dayMs }, () => []);
    return performance.now() - begun;
  });
  return toFigures(`on-call: plan ${people} people, ${years} years ahead`, planned, 500);
}
