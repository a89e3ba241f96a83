// The list of slices, and how a room is put together from them. A new concern is one slice and one line here.
import { severities, statuses, type Fact, type FactKind, type Severity, type Status } from '../facts/fact.ts';
import type { InvalidFact, Room } from '../view/room-view.ts';
import { findWithdrawn } from '../facts/withdrawn.ts';
import { createAccess } from './access.ts';
import { createChecklists } from './checklists.ts';
import { createChecks } from './checks.ts';
import { createDrafts } from './drafts.ts';
import { listing } from './family.ts';
import {
  createAcknowledgement,
  createDeclaration,
  createNumber,
  createSent,
  createTitle,
  type Sent,
} from './heading.ts';
import { createHeads, type Word } from './heads.ts';
import { createHypotheses } from './hypotheses.ts';
import { createImpact, createImpactTimes } from './impact.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { findEnds, findReopened, findUpdateDue } from './lifecycle.ts';
import { restTasks } from './tasks.ts';
import { createMentions } from './mentions.ts';
import { createPeople } from './people.ts';
import { createRemains } from './remains.ts';
import { createReview } from './review.ts';
import { createRoles } from './roles.ts';
import { keep, type Slice } from './slice.ts';
import { createTimeline } from './timeline.ts';
import { createActionItems, createActions, createObservations, createTasks } from './work.ts';

export const sameId = 'id: expected an id of its own; another fact has this one';

const createSlices = (find: (id: string) => Fact | undefined) => ({
  declaration: createDeclaration(),
  newTitle: createTitle(),
  numbering: createNumber(),
  acknowledgement: createAcknowledgement(),
  sent: createSent(),
  impact: createImpact(),
  impactTimes: createImpactTimes(),
  access: createAccess(),
  roles: createRoles(find),
  checks: createChecks(),
  checklists: createChecklists(),
  drafts: createDrafts(),
  actions: createActions(),
  observations: createObservations(),
  hypotheses: createHypotheses(find),
  tasks: createTasks(),
  actionItems: createActionItems(),
  review: createReview(),
  links: listing('link'),
  attachments: listing('attachment'),
  pages: listing('paged'),
  asked: listing('page-asked'),
  mentions: createMentions(),
});
const createSeverity = () =>
  createHeads<Severity, 'severity'>({
    kind: 'severity',
    read: (fact) => fact.severity,
    ranking: severities,
    otherwise: 'P3',
  });
const createStatus = () =>
  createHeads<Status, 'status'>({
    kind: 'status',
    read: (fact) => fact.status,
    ranking: statuses.toReversed(),
    otherwise: 'triage',
  });

type Parts = ReturnType<typeof createSlices> & {
  severity: ReturnType<typeof createSeverity>;
  status: ReturnType<typeof createStatus>;
  people: ReturnType<typeof createPeople>;
  timeline: ReturnType<typeof createTimeline>;
  remains: ReturnType<typeof createRemains>;
};

export type Index = {
  /** Adds one fact. If it would have to replace another fact, returns that fact and changes nothing. */
  add(fact: Fact, known: boolean): Fact | null;
  addInvalid(raw: unknown, reason: string): void;
  all(): Iterable<{ fact: Fact; known: boolean }>;
  invalid(): readonly InvalidFact[];
  /** `previous` itself when nothing in it changed. */
  show(previous: Room | null): Room;
};

export function createIndex(): Index {
  const parts: Parts = {
    ...createSlices((id) => ledger.find(id)?.fact),
    severity: createSeverity(),
    status: createStatus(),
    people: createPeople(),
    timeline: createTimeline((id) => ledger.find(id)),
    remains: createRemains(),
  };
  const change = dispatch(parts);
  let lastNoted: number | null = null;
  const ledger: Ledger = createLedger({
    added({ fact, known, live }) {
      lastNoted = Math.max(fact.noted, lastNoted ?? 0);
      parts.people.wrote(fact.by);
      if (!known) return parts.remains.addUnknown(fact);
      parts.severity.know(fact, live);
      parts.status.know(fact, live);
    },
    stands: (standing) => {
      if (standing.known) parts.timeline.refresh(standing);
    },
    changed: change,
  });
  return {
    add(fact, known) {
      const outcome = ledger.add(fact, known);
      if (outcome.result === 'refused') parts.remains.addInvalid(outcome.other, sameId);
      return outcome.result === 'replaced' ? outcome.other : null;
    },
    addInvalid: (raw, reason) => parts.remains.addInvalid(raw, reason),
    all: () => ledger.all(),
    invalid: () => parts.remains.view().invalid,
    show: (previous) => {
      const found = findWithdrawn(parts.status.standing(null), (id) => ledger.find(id)?.current);
      const withdrawn = keep(previous?.withdrawn ?? null, found);
      return assemble(parts, { factCount: ledger.size(), lastNoted, withdrawn }, previous);
    },
  };
}

/** Which slices get which kinds. */
function dispatch(parts: Parts): (before: Fact | null, after: Fact | null) => void {
  const { severity, status, people, timeline, remains: _, ...slices } = parts;
  type Listener = Pick<Slice<unknown>, 'kinds' | 'change'>;
  const listeners = [
    severity.slice,
    status.slice,
    people,
    timeline,
    ...Object.values(slices),
  ] as readonly Listener[];
  const byKind = new Map<FactKind, Listener[]>();
  for (const listener of listeners) {
    for (const kind of listener.kinds) byKind.set(kind, [...(byKind.get(kind) ?? []), listener]);
  }
  return (before, after) => {
    const kind = (after ?? before)?.kind;
    if (kind !== undefined) for (const listener of byKind.get(kind) ?? []) listener.change(before, after);
  };
}

type Counted = Pick<Room, 'factCount' | 'lastNoted' | 'withdrawn'>;

function assemble(parts: Parts, counted: Counted, previous: Room | null): Room {
  const { declaration, newTitle, numbering, impactTimes, acknowledgement, sent } = parts;
  const { first: declared, terms } = declaration.view();
  const severity = parts.severity.standing(firstSeverity(declared));
  const status = parts.status.standing(null);
  const { unknown, invalid } = parts.remains.view();
  const words = parts.status.words();
  const reopened = keep(previous?.reopened ?? null, findReopened(words));
  const ends = { ...findEnds(status, words), reopened };
  const room: Room = {
    ...counted,
    declared,
    title: newTitle.view().newest ?? declared?.title ?? '',
    number: numbering.view().number,
    service: declared?.service ?? null,
    drill: declared?.drill ?? false,
    severity,
    terms,
    status,
    impact: parts.impact.view(),
    impactBeganAt: impactTimes.view().beganAt,
    impactEndedAt: impactTimes.view().endedAt,
    acknowledged: acknowledgement.view().first,
    ...ends,
    restricted: parts.access.view(),
    roles: parts.roles.view(),
    people: parts.people.view(),
    timeline: parts.timeline.view(),
    checks: parts.checks.view(),
    checklists: parts.checklists.view(),
    drafts: parts.drafts.view(),
    actions: parts.actions.view(),
    observations: parts.observations.view(),
    hypotheses: parts.hypotheses.view(),
    tasks: restTasks(parts.tasks.view(), ends),
    actionItems: parts.actionItems.view(),
    review: parts.review.view(),
    links: parts.links.view(),
    attachments: parts.attachments.view(),
    pages: parts.pages.view(),
    asked: parts.asked.view(),
    mentions: parts.mentions.view(),
    updateDueAt: findUpdateDue(terms[severity.value], status.value, lastOf(sent.view()), {
      declared,
      reopened,
    }),
    toldOutside: sent.view().told,
    unknown,
    invalid,
  };
  const isSame =
    previous !== null && (Object.keys(room) as (keyof Room)[]).every((key) => room[key] === previous[key]);
  return isSame ? previous : room;
}

const lastOf = ({ told, promised }: Sent) => ({ at: told.at(-1)?.at ?? null, promised });

function firstSeverity(declared: Fact<'declared'> | null): Word<Severity> | null {
  if (!declared?.severity) return null;
  const { id, at, noted, by, severity } = declared;
  return { id, value: severity, at, noted, by };
}
