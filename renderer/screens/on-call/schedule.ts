// Schedules as the API returns them (OC1, OC6), and their form values.
import type { Hours, Layer, ScheduleAnswer, ScheduleSettings } from '#wire/api/schedules.ts';
import { dayMs, ownZone, toInput, wallOf } from '../../time/wall.ts';

export type { Hours, Layer };
export type Unit = Layer['rotation']['unit'];
export type Schedule = ScheduleAnswer;

/** How far ahead to look for gaps. */
export const horizonMs = 90 * 86_400_000;

export type { Fairness, Override, Shift, Shifts, OnCallSpan } from '#wire/api/on-call.ts';

/** Whether to show a schedule's service: not when it equals the name. */
export const isSaid = (service: string | null | undefined, name: string): service is string =>
  Boolean(service) && service?.toLowerCase() !== name.toLowerCase();

const usualHandoff = '09:00';

/** A weekly layer, the usual start. Its first turn has begun at `now` (epoch ms), so that it leaves no gap. */
export function newLayer(name: string, now: number, timeZone = ownZone()): Layer {
  const hasBegun = toInput(now, timeZone).slice(11) >= usualHandoff;
  // In wall time, because a day may have 23 hours.
  const day = wallOf(now, timeZone) - (hasBegun ? 0 : dayMs);
  return {
    name,
    people: [],
    rotation: { unit: 'week', every: 1, handoffAt: usualHandoff },
    startsOn: new Date(day).toISOString().slice(0, 10),
  };
}

export const newSchedule = (layer: string, now: number): ScheduleSettings => ({
  name: '',
  timeZone: ownZone(),
  layers: [newLayer(layer, now)],
});

/** The API body: without empty fields; only weekly rotations have a hand-off day. */
export function toPlan({ name, timeZone, service, layers }: ScheduleSettings): ScheduleSettings {
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
