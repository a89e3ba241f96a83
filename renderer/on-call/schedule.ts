// Schedules as the API has them (OC1, OC6), and what the form holds of one.
import { ownZone } from './wall.ts';

export type Hours = { days: readonly number[]; from: string; to: string };
export type Unit = 'hour' | 'day' | 'week';
export type Layer = {
  name: string;
  people: readonly string[];
  rotation: { unit: Unit; every: number; handoffAt: string; handoffDay?: number };
  startsOn: string;
  hours?: readonly Hours[];
};
/** How far ahead gaps are looked for. */
export const horizonMs = 90 * 86_400_000;

export type Schedule = {
  id: string;
  name: string;
  timeZone: string;
  service?: string;
  layers: readonly Layer[];
};
export type Span = { from: number; to: number };
export type Shift = Span & { person: string; layer: string | null; isOverride: boolean };
export type Fairness = { person: string; hours: number; nights: number; weekends: number; shifts: number };
export type Shifts = { items: readonly Shift[]; gaps: readonly Span[]; fairness: readonly Fairness[] };
export type Override = Span & { id: string; person: string };

/** A layer by the week from `today` (`2026-11-25`), as most teams begin. */
export const newLayer = (name: string, today: string): Layer => ({
  name,
  people: [],
  rotation: { unit: 'week', every: 1, handoffAt: '09:00' },
  startsOn: today,
});

export const newSchedule = (layer: string, today: string): Omit<Schedule, 'id'> => ({
  name: '',
  timeZone: ownZone(),
  layers: [newLayer(layer, today)],
});

/** What is sent: what was left out is not sent, and only weeks have a day of hand-off. */
export function toPlan({ name, timeZone, service, layers }: Omit<Schedule, 'id'>): Omit<Schedule, 'id'> {
  return {
    name: name.trim(),
    timeZone,
    ...(service?.trim() && { service: service.trim() }),
    layers: layers.map(({ rotation: { handoffDay, ...rotation }, hours, ...layer }) => ({
      ...layer,
      rotation: {
        ...rotation,
        ...(rotation.unit === 'week' && handoffDay !== undefined && { handoffDay }),
      },
      ...(hours !== undefined && hours.length > 0 && { hours }),
    })),
  };
}
