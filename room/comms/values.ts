// The values that a draft can name in braces, read from the room's facts and written in UTC. They never depend on a
// reader's zone or contact list: every screen must render the same bytes, or an approval would be valid on one
// screen and not on another.
import type { Draft, Room } from '../view/room-view.ts';
import { isoDate, isoTime } from '../time/time.ts';
import { sayList } from '../text/words.ts';

export type Names = (id: string) => string;
export type Bound = Pick<Draft, 'next' | 'eta'>;
type Source = { room: Room; draft: Bound; names: Names };

export type ValueName = keyof typeof values;
type Value = {
  /** The placeholder for an unknown value: a question in brackets, which the lint reports. */
  unknown: string;
  /** Null when the room does not know it. */
  read: (source: Source) => string | null;
};

export const values = {
  impact: {
    unknown: '[who is affected and how]',
    read: ({ room }) => room.impact.text,
  },
  components: {
    unknown: '[what is affected]',
    read: ({ room }) => room.service ?? listed(downOrAll(room)),
  },
  checks: {
    unknown: 'none down',
    read: ({ room }) => listed(room.checks.filter(({ status }) => status === 'down').map(({ name }) => name)),
  },
  started: {
    unknown: '[when it began]',
    read: ({ room }) => timeOf(room.impactBeganAt ?? room.declared?.at ?? null),
  },
  ended: {
    unknown: '[when it ended]',
    read: ({ room }) => timeOf(room.impactEndedAt ?? room.resolvedAt),
  },
  'next update': {
    unknown: '[time of the next update]',
    read: ({ draft }) => timeOf(draft.next),
  },
  eta: {
    unknown: 'not known yet',
    read: ({ draft }) => draft.eta,
  },
  title: { unknown: '[title]', read: ({ room }) => room.title || null },
  number: { unknown: 'this incident', read: ({ room }) => room.number },
  severity: { unknown: 'P3', read: ({ room }) => room.severity.value },
  status: { unknown: 'triage', read: ({ room }) => room.status.value },
  commander: {
    unknown: '[nobody commands]',
    read: ({ room, names }) => {
      const commanders = room.roles.find(({ role }) => role === 'commander')?.primary ?? [];
      return listed(commanders.map(({ person }) => names(person)));
    },
  },
} as const satisfies Record<string, Value>;

export const isValueName = (name: string): name is ValueName => Object.hasOwn(values, name);

/** Names from the room's facts, the same on every screen. */
export const namesIn =
  (room: Room): Names =>
  (id) =>
    room.people.get(id) ?? id;

function downOrAll({ checks }: Room): readonly string[] {
  const down = checks.filter(({ status }) => status === 'down');
  return (down.length > 0 ? down : checks).map(({ name }) => name);
}

/** Each name once; null for none. */
function listed(names: readonly string[]): string | null {
  return names.length === 0 ? null : sayList([...new Set(names)]);
}

const timeOf = (at: number | null): string | null => (at === null ? null : sayInUtc(at));

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** `21 November, 14:30 UTC`. */
export function sayInUtc(at: number): string {
  const [, month, day] = isoDate(at).split('-');
  return `${Number(day)} ${months[Number(month) - 1]}, ${isoTime(at).slice(11, 16)} UTC`;
}
