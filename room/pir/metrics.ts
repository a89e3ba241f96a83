import { isInternal } from '../comms/audiences.ts';
import type { FactKind } from '../fact.ts';
import type { Entry, Room } from '../incident.ts';

/** RV2. `ms` is null when it cannot be known: then it is *not recorded*, never zero. */
export type Metric = { name: string; definition: string; ms: number | null; note: string | null };
export type Timestamp = { label: string; at: number | null; note: string | null };

/** The instants that everything else is counted from. */
export type Instants = {
  firstAlertAt: number | null;
  acknowledgedAt: number | null;
  recoveredAt: number | null;
  firstInternalAt: number | null;
  firstExternalAt: number | null;
};

const provisional = 'provisional until the incident is closed';

export function findInstants(room: Room): Instants {
  const external = sentTo(room, (audience) => !isInternal(audience));
  return {
    firstAlertAt: firstOf(room, 'check-down') ?? room.declared?.at ?? null,
    acknowledgedAt: room.acknowledged?.at ?? firstOf(room, 'claimed'),
    recoveredAt: room.impactEndedAt ?? lastRecovery(room) ?? room.resolvedAt,
    firstInternalAt: sentTo(room, isInternal),
    firstExternalAt: external,
  };
}

export function collectMetrics(room: Room, instants: Instants): Metric[] {
  const { firstAlertAt, acknowledgedAt, recoveredAt, firstExternalAt } = instants;
  const resolvedAt = room.closedAt ?? room.resolvedAt;
  return [
    {
      name: 'Time to detect',
      definition: 'From the beginning of customer impact to the first alert.',
      ms: between(room.impactBeganAt, firstAlertAt),
      note: null,
    },
    {
      name: 'Time to acknowledge (MTTA)',
      definition:
        'From the first alert to the first acknowledgement, or to the first role taken when nobody acknowledged.',
      ms: between(firstAlertAt, acknowledgedAt),
      note: null,
    },
    {
      name: 'Time to first customer update',
      definition: 'From the first alert to the first update sent to anybody outside the team.',
      ms: between(firstAlertAt, firstExternalAt),
      note: null,
    },
    {
      name: 'Time to recover (MTTR, recover)',
      definition:
        'From the first alert to the end of customer impact; where nobody noted that, to the last recovery with no check down, or to resolved.',
      ms: between(firstAlertAt, recoveredAt),
      note: null,
    },
    {
      name: 'Time to resolve (MTTR, resolve)',
      definition: 'From the first alert to closed, when review and prevention are done.',
      ms: between(firstAlertAt, resolvedAt),
      note: room.closedAt === null && resolvedAt !== null ? `${provisional}: counted to resolved` : null,
    },
  ];
}

const row = (label: string, at: number | null, note: string | null = null): Timestamp => ({
  label,
  at,
  note,
});

export function collectTimestamps(room: Room, instants: Instants): Timestamp[] {
  const hasCheck = firstOf(room, 'check-down') !== null;
  return [
    row('Customer impact began', room.impactBeganAt),
    row(
      'First alert',
      instants.firstAlertAt,
      hasCheck || instants.firstAlertAt === null ? null : 'the declaration',
    ),
    row('Declared', room.declared?.at ?? null),
    row(
      'First acknowledged',
      instants.acknowledgedAt,
      room.acknowledged || instants.acknowledgedAt === null ? null : 'the first role taken',
    ),
    row('First internal update', instants.firstInternalAt),
    row('First customer update', instants.firstExternalAt),
    row('First repair', firstOf(room, 'action')),
    row('Cause identified', firstStatus(room, 'identified')),
    row('Customer impact ended', room.impactEndedAt),
    row(
      'Recovered',
      instants.recoveredAt,
      room.impactEndedAt === null ? recoveryNote(room, instants) : 'the end of customer impact',
    ),
    row('Resolved', room.resolvedAt),
    row('Closed', room.closedAt),
  ];
}

function recoveryNote(room: Room, { recoveredAt }: Instants): string | null {
  if (recoveredAt === null) return null;
  return lastRecovery(room) === null
    ? 'resolved; nobody noted the end of impact'
    : 'the last check came back; nobody noted the end of impact';
}

const between = (from: number | null, to: number | null): number | null =>
  from === null || to === null ? null : to - from;

const standing = (room: Room): readonly Entry[] => room.timeline.filter(({ retracted }) => !retracted);
const firstOf = (room: Room, kind: FactKind): number | null =>
  standing(room).find(({ fact }) => fact.kind === kind)?.at ?? null;
const firstStatus = (room: Room, status: string): number | null =>
  standing(room).find(({ fact }) => fact.kind === 'status' && fact.status === status)?.at ?? null;

/** When the last check came back, provided that none is down. */
function lastRecovery(room: Room): number | null {
  if (room.checks.some(({ status }) => status === 'down')) return null;
  const last = standing(room).findLast(({ fact }) => fact.kind === 'check-up');
  // CH10: a check that was paused or removed was not seen to come back.
  return last?.fact.kind === 'check-up' && last.fact.ended === undefined ? last.at : null;
}

function sentTo(room: Room, accepts: (audience: string) => boolean): number | null {
  const audiences = new Map(room.drafts.map(({ draft, audience }) => [draft, audience]));
  const first = standing(room).find(
    ({ fact }) => fact.kind === 'sent' && accepts(audiences.get(fact.draft) ?? ''),
  );
  return first?.at ?? null;
}
