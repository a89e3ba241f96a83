import { cutText } from '../text/cut.ts';
import { impactLevels, shippedRoles } from '../facts/fact.ts';
import type { IncidentSummary } from './feed.ts';
import type { Room } from '../view/room-view.ts';
import { findReviewDue } from '../pir/review-state.ts';
import { alertRunbook } from './runbook.ts';

/** The most characters of an item's text in the list of incidents. */
const shortText = 200;
/** More than one incident of a hundred checks tells of a repeat. */
const mostFailed = 50;
const mostHelped = 3;

/** A room in one row; null until it is declared. */
export function summarize(id: string, room: Room): IncidentSummary | null {
  const { declared } = room;
  if (!declared) return null;
  const runbook = alertRunbook(room);
  const holders = (name: string): readonly string[] =>
    room.roles.find(({ role }) => role === name)?.primary.map(({ person }) => person) ?? [];
  return {
    id,
    number: room.number,
    title: room.title,
    severity: room.severity.value,
    severityIsSet: room.severity.isSet,
    status: room.status.value,
    ...summarizeWithdrawn(room),
    ...(room.restricted === null ? {} : { restricted: room.restricted }),
    drill: room.drill,
    service: room.service,
    ...(declared.nature === undefined ? {} : { nature: declared.nature }),
    ...(runbook !== null && { runbook }),
    ...(declared.noticed === undefined ? {} : { noticed: declared.noticed.how }),
    declaredAt: declared.at,
    impactBeganAt: room.impactBeganAt,
    impact: impactLevels.findLast((level) => Object.values(room.impact.levels).includes(level)) ?? null,
    acknowledgedAt: room.acknowledged?.at ?? null,
    resolvedAt: room.resolvedAt,
    closedAt: room.closedAt,
    commanders: holders('commander'),
    communications: holders('communications'),
    rolesFilled: shippedRoles.filter((role) => holders(role).length > 0).length,
    rolesTotal: shippedRoles.length,
    updateDueAt: room.updateDueAt,
    monitorsDown: room.checks.filter(({ status }) => status === 'down').map(({ monitor }) => monitor),
    mentions: room.mentions,
    holders: [
      ...new Set(
        room.roles.flatMap(({ primary, backup }) => [...primary, ...backup]).map(({ person }) => person),
      ),
    ],
    tasksDue: room.tasks.flatMap(({ id, text, owner, due, doneAt }) =>
      doneAt === null && owner !== null && due !== null ? [{ id, text, owner, due }] : [],
    ),
    itemsDue: room.actionItems.flatMap(({ id, text, owner, due, state }) =>
      state === 'open' && owner !== null && due !== null
        ? [{ id, text: cutText(text, shortText), owner, due }]
        : [],
    ),
    review: findReviewDue(room),
    causes: room.review.causes,
    failed: room.checks
      .slice(0, mostFailed)
      .map(({ monitor, name }) => ({ id: monitor, name: name ?? monitor })),
    helped: room.actions
      .filter(({ grade }) => grade?.outcome === 'helped')
      .slice(-mostHelped)
      .map(({ id, text, type }) => ({ id, text: cutText(text, shortText), type })),
    factCount: room.factCount,
    lastNoted: room.lastNoted ?? declared.noted,
  };
}

function summarizeWithdrawn({ withdrawn }: Room): Pick<IncidentSummary, 'withdrawn'> {
  if (withdrawn === null) return {};
  const { as, duplicateOf, number, why } = withdrawn;
  return { withdrawn: { as, duplicateOf, number, why: why === null ? null : cutText(why, shortText) } };
}
