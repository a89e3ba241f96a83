// The post-incident review: its content, collected once from facts and texts. document/ builds the document from it
// and formats/ only write that. It reads no clock: the same room gives the same review (RV3).
import type { Late } from '../journal/late.ts';
import type { Status } from '../facts/fact.ts';
import type { ReviewTemplate } from '../facts/review-template.ts';
import type { Impact, Room } from '../view/room-view.ts';
import { draftDetection } from './drafted-detection.ts';
import { draftSummary } from './drafted-summary.ts';
import { findCause, findNamedCause, type DraftSources, type Sentence } from './drafted.ts';
import { draftLessons } from './lessons.ts';
import { collectMessages, collectPromises, type ReviewMessage, type ReviewPromise } from './messages.ts';
import { collectTimestamps, findInstants, startOf, type Timestamp } from './instants.ts';
import { collectMetrics, type Metric } from './metrics.ts';
import { findMissing, type ReviewTexts } from './missing.ts';
import type { Blame } from './blame.ts';
import { collectTexts, findWording, readOwnTexts, readTexts } from './texts.ts';
import { fold } from '../fold/fold.ts';
import { entryOf } from '../text/plain.ts';
import { findOutages, standing, type ReviewOutage } from './outages.ts';
import { findPeople, findPersons, type Doer, type People, type ReviewRole } from './people.ts';
import { makeWithhold } from './copies/private.ts';
import { collectResponse, type Response } from './response.ts';
import type { ShownFiles } from './copies/shown-files.ts';
import { tellSeverity, type SeverityStory } from './severity.ts';
import { collectTimeline, type ReviewTimeline } from './timeline.ts';
import {
  collectActions,
  collectChecklists,
  collectHypotheses,
  collectItems,
  collectOpenRepairs,
  collectTasks,
  type ReviewAction,
  type ReviewChecklist,
  type ReviewHypothesis,
  type ReviewItem,
  type ReviewTask,
} from './work.ts';
import { findFrozen, findProgress, type FrozenPart, type ReviewProgress } from './progress.ts';
import { utc, type Zone } from './zone.ts';
import { sayWhatItWas } from '../facts/withdrawn.ts';

/** `bytes` is the size; `sha256` identifies the file, wherever it is stored. */
export type ReviewAttachment = {
  at: number;
  name: string;
  type: string;
  bytes: number;
  sha256: string;
  doer: Doer | null;
};
export type ReviewLink = { at: number; url: string; label: string | null };

/** Times are epoch milliseconds; people are names; texts are Markdown as typed, null where nobody wrote. */
export type Review = {
  id: string;
  number: string | null;
  title: string;
  /** The summary of the declaration, in the words of its writer; absent without one. */
  declaration?: string;
  severity: SeverityStory;
  status: Status;
  drill: boolean;
  /** WD5: what it was instead of an incident; absent for a real incident. */
  withdrawn?: string;
  service: string | null;
  zone: Zone;
  isDraft: boolean;
  missing: readonly string[];
  /** RS1: how far the review is; absent while nobody began it. */
  progress?: ReviewProgress;
  /** RV24: the pictures of its public version, files by their SHA-256; absent without any. */
  pictures?: Room['review']['pictures'];
  /** RS14: absent while every part follows the record. */
  frozen?: readonly FrozenPart[];
  /** When its newest fact was noted; later facts are not in the review. */
  asOf: number | null;
  texts: ReviewTexts;
  /** RT3: the template in use; absent when none was chosen. `written`: its texts by name, besides `texts`. */
  template?: ReviewTemplate;
  written?: Readonly<Record<string, string>>;
  /** RV18: what the written texts say that blames somebody; `text` is the text's name. */
  wording: readonly (Blame & { text: string })[];
  drafted: Readonly<Record<'summary' | 'detection' | 'wentWell' | 'improve', readonly Sentence[]>>;
  impact: Impact & { facts: readonly string[] };
  timestamps: readonly Timestamp[];
  metrics: readonly Metric[];
  roles: readonly ReviewRole[];
  vacant: readonly string[];
  others: readonly string[];
  outages: readonly ReviewOutage[];
  timeline: ReviewTimeline;
  cause: Sentence | null;
  namedCause: Sentence | null;
  changes: readonly { at: number; text: string; url: string | null; fact: string }[];
  hypotheses: readonly ReviewHypothesis[];
  response: Response;
  actions: readonly ReviewAction[];
  messages: readonly ReviewMessage[];
  promises: readonly ReviewPromise[];
  actionItems: readonly ReviewItem[];
  openRepairs: readonly string[];
  tasks: readonly ReviewTask[];
  checklists: readonly ReviewChecklist[];
  links: readonly ReviewLink[];
  attachments: readonly ReviewAttachment[];
  /** RV17: what is shown of the attached files that are here; in no JSON, and in no copy with hidden words. */
  shown?: ShownFiles;
  counts: { facts: number; unknown: number; invalid: number };
  /** JN3: the fingerprint of the journal's head; absent when nothing is signed. */
  journal?: string;
  /** JN9: entries signed by keys that the team no longer vouched for; absent when there are none. */
  signedLate?: readonly Late[];
  record: ReviewRecord;
};

/** RV6: the source data of the review: `facts` as written, `texts` by name, people's names by id. */
export type ReviewRecord = {
  facts: readonly unknown[];
  texts: Readonly<Record<string, string>>;
  names: Readonly<Record<string, string>>;
};

export type ReviewSource = {
  id: string;
  room: Room;
  texts: (name: string) => string;
  names: (person: string) => string;
  /** UTC when absent. */
  zone?: Zone;
  /** JN3: the head of the room's journal; null when nothing is signed. */
  head?: string | null;
  /** JN9: entries signed by keys that the team no longer vouched for. */
  late?: readonly Late[];
};

export function collectReview(source: ReviewSource): Review {
  const { id, room, texts, names, zone = utc, head = null, late = [] } = source;
  const known = findOut(source);
  const { people, outages, messages, instants, template, written, own, missing, response } = known;
  const progress = findProgress(room, texts, people);
  const frozen = findFrozen(room);
  const { pictures } = room.review;
  return makeWithhold(room)<Review>({
    id,
    number: room.number,
    title: room.title,
    ...(room.declared?.summary?.trim() && { declaration: room.declared.summary.trim() }),
    severity: known.severity,
    status: room.status.value,
    drill: room.drill,
    ...(room.withdrawn === null ? {} : { withdrawn: sayWhatItWas(room.withdrawn) }),
    service: room.service,
    zone,
    isDraft: missing.length > 0,
    missing,
    ...(progress !== null && { progress }),
    ...(frozen.length > 0 && { frozen }),
    ...((pictures.strip || pictures.files.length > 0) && { pictures }),
    asOf: room.lastNoted,
    texts: written,
    ...(template !== undefined && { template, written: own }),
    wording: findWording(texts, room, Object.values(collectNames(names, room))),
    drafted: draftAll(known, response),
    impact: { ...room.impact, facts: idsOf(room, 'impact') },
    timestamps: collectTimestamps(room, instants, messages),
    metrics: known.metrics,
    roles: people.roles,
    vacant: people.vacant,
    others: people.others,
    outages,
    timeline: collectTimeline(room, instants, messages, people),
    cause: findCause(room),
    namedCause: findNamedCause(room),
    changes: collectChanges(room),
    hypotheses: collectHypotheses(room, people),
    response,
    actions: known.actions,
    messages,
    promises: known.promises,
    actionItems: known.items,
    openRepairs: known.openRepairs,
    tasks: known.tasks,
    checklists: collectChecklists(room),
    links: collectLinks(room),
    attachments: collectAttachments(room, people),
    counts: { facts: room.factCount, unknown: room.unknown.length, invalid: room.invalid.length },
    ...(head !== null && { journal: head }),
    ...(late.length > 0 && { signedLate: late }),
    record: { facts: collectFacts(room), texts: collectTexts(texts, room), names: collectNames(names, room) },
  });
}

/** What several parts of the review need, each after what it follows from. */
function findOut({ room, texts, names, zone = utc }: ReviewSource) {
  const people = findPeople(room, names);
  const outages = findOutages(room);
  const messages = collectMessages(room, people);
  const instants = findInstants(room, outages, messages);
  const known: DraftSources = {
    room,
    zone,
    instants,
    metrics: collectMetrics(instants, startOf({ room, instants })),
    outages,
    messages,
    promises: collectPromises(room, messages),
    actions: collectActions(room, outages, people),
    items: collectItems(room, people),
    tasks: collectTasks(room, people),
    severity: tellSeverity(room, people),
    people,
  };
  const written = {
    template: room.review.templates.at(-1),
    written: readTexts(texts),
    own: readOwnTexts(texts, room),
    openRepairs: collectOpenRepairs(room),
  };
  const missing = findMissing({ ...known, ...written, texts: written.written });
  return { ...known, ...written, missing, response: collectResponse(room, people) };
}

function draftAll(known: DraftSources, response: Response): Review['drafted'] {
  const { well, improve } = draftLessons(known, response);
  return {
    summary: draftSummary(known),
    detection: draftDetection(known, response),
    wentWell: well,
    improve,
  };
}

const idsOf = (room: Room, kind: string): string[] =>
  standing(room).flatMap(({ fact, id }) => (fact.kind === kind ? [id] : []));

/** The names, by id, of all people who wrote or are named in facts; people without a name are left out. */
function collectNames(names: (person: string) => string, room: Room): Record<string, string> {
  const ids = new Set([...room.people.keys(), ...findPersons(room)]);
  return Object.fromEntries(
    [...ids].toSorted().flatMap((id) => (names(id) === id || names(id) === '' ? [] : [[id, names(id)]])),
  );
}

/** The same review from its record alone. */
export const reviewOfRecord = (id: string, { facts, texts, names }: ReviewRecord, zone: Zone = utc): Review =>
  collectReview({
    id,
    room: fold(facts),
    texts: (name) => entryOf(texts, name) ?? '',
    names: (person) => entryOf(names, person) ?? person,
    zone,
  });

const collectFacts = (room: Room): unknown[] => [
  ...room.timeline.map(({ original, fact }) => original ?? fact),
  ...room.unknown,
  ...room.invalid.map(({ raw }) => raw),
];

const collectChanges = (room: Room): Review['changes'] =>
  standing(room).flatMap(({ fact, id, at }) =>
    fact.kind === 'change' ? [{ at, text: fact.text, url: fact.url ?? null, fact: id }] : [],
  );

const collectLinks = (room: Room): ReviewLink[] =>
  room.links.map(({ at, url, label }) => ({ at, url, label: label ?? null }));

const collectAttachments = (room: Room, { doer }: People): ReviewAttachment[] =>
  room.attachments.map(({ at, by, name, type, bytes, sha256 }) => ({
    at,
    name,
    type,
    bytes,
    sha256,
    doer: doer(by, at),
  }));
