// One document's part of a commit: checks its jobs and applies them in memory, in order. Shows nothing to anybody;
// commits.ts does that once the store has it.
import * as Y from 'yjs';
import type { Fact } from '#room/facts/fact.ts';
import { checkUpdate, type Cost, type Admission } from './updates/check-update.ts';
import { ownerFor } from './updates/client-owners.ts';
import { closeCodes } from '#wire/close-codes.ts';
import { UpdateRefused, type Refusal } from './refusal.ts';
import type { Absorb, Edit, Job, Read, Write } from './jobs.ts';
import type { Limits } from './limits.ts';
import { countStructs, type Captured, type LiveDocument } from './live-document.ts';
import type { OpenDocument } from './open-document.ts';
import type { Participant } from './participant.ts';
import type { MissingStruct } from '#room/merging/update-structs.ts';
import { weights } from '#room/merging/work.ts';

/** An update for the log: exactly its changes. */
export type Entry = {
  from: Participant | null;
  author: string;
  update: Uint8Array;
  /** SY14: the client ids that it introduced, with their owners. */
  introduced: readonly (readonly [client: number, owner: string])[];
  /** MP3: its sequence number, when another process has already logged it. */
  logged: number | null;
};

export type Turn = {
  document: OpenDocument;
  live: LiveDocument;
  entries: Entry[];
  facts: Fact[];
  /** Writes and edits that end once the entries are durable. */
  settled: { job: Write | Edit; result: unknown }[];
  reads: Read[];
};

/** `budget`: what is left of `turnWork` for all documents together. */
export type TurnOptions = { limits: Limits; now: () => number; budget: { left: number } };

/**
 * Takes the document's jobs until the budget is used up; the rest stay in the document. At least one job is done. Null
 * when the document in memory can no longer be trusted. It must then be loaded again; `jobs` has the jobs to repeat.
 */
export function takeTurn(document: OpenDocument, live: LiveDocument, options: TurnOptions): Turn | null {
  const turn: Turn = { document, live, entries: [], facts: [], settled: [], reads: [] };
  const { jobs } = document;
  document.jobs = [];
  for (const [index, job] of jobs.entries()) {
    if (doJob(turn, job, options) && retryWaiting(turn, options)) {
      if (options.budget.left > 0) continue;
      document.jobs = [...jobs.slice(index + 1), ...document.jobs];
      break;
    }
    document.jobs = [
      ...turn.settled.map((done) => done.job),
      ...turn.reads,
      ...jobs.slice(index + 1),
      ...document.jobs,
    ];
    return null;
  }
  return turn;
}

/** False when it spoiled the memory. */
function doJob(turn: Turn, job: Job, options: TurnOptions): boolean {
  switch (job.kind) {
    case 'read':
      // It may encode the whole document.
      options.budget.left -= turn.live.structs + turn.live.bytes / weights.copied;
      turn.reads.push(job);
      return true;
    case 'edit':
      return doEdit(turn, job);
    case 'write':
      return doWrite(turn, job, options);
    case 'absorb':
      return doAbsorb(turn, job);
    default:
      return job satisfies never;
  }
}

function doEdit(turn: Turn, job: Edit): boolean {
  const captured = turn.live.capture(() => job.run(turn.live));
  if (captured.outcome.kind === 'threw') {
    job.failed(captured.outcome.error);
    // Yjs cannot undo: changes made before the error are in memory.
    return captured.update === null;
  }
  const client = turn.live.doc.clientID;
  enter(turn, captured, {
    from: null,
    author: job.author,
    introduced: introduce(turn.live, [client], 'server'),
    logged: null,
  });
  turn.settled.push({ job, result: captured.outcome.result });
  return true;
}

/** The other process has checked it, and its dependencies are earlier in the log. */
function doAbsorb(turn: Turn, { update, seq, author, introduced }: Absorb): boolean {
  const { live } = turn;
  const captured = live.capture(() => Y.applyUpdate(live.doc, update));
  if (captured.outcome.kind === 'threw' || live.doc.store.pendingStructs !== null) return false;
  for (const [client, owner] of introduced) live.owners.set(client, owner);
  enter(turn, captured, { from: null, author, introduced: [], logged: seq });
  return true;
}

function doWrite(turn: Turn, job: Write, options: TurnOptions): boolean {
  const { live } = turn;
  const { limits } = options;
  const { from } = job;
  if (from.isRefused) return drop(job);
  // SY16: a person who has used up their work gets no more done. Refused updates count too.
  if (from.usage?.work.take(0) === false) return refuse(job, tooMuchWork);
  const verdict = checkUpdate(live.facts, job.update, from, doorFor(turn, from, options));
  options.budget.left -= verdict.cost.work;
  const isWithin = from.usage?.work.take(verdict.cost.work) !== false;
  if (verdict.kind === 'refused') return refuse(job, verdict);
  if (!isWithin) return refuse(job, tooMuchWork);
  if (verdict.kind === 'waits') return wait(turn, job, verdict.need, limits);
  if (verdict.hasEffect) {
    if (!fits(live, job.update, limits)) return refuse(job, documentFull);
    if (!isLight(live, verdict.cost, limits)) return refuse(job, documentHeavy);
    // An entirely new update already equals its changes; encoding them again would give the same bytes.
    const known = verdict.isAllNew ? job.update : undefined;
    const captured = live.capture(() => Y.applyUpdate(live.doc, job.update, from), known);
    // The check has excluded all of these. If Yjs still decides differently, nobody else may notice.
    if (
      captured.outcome.kind === 'threw' ||
      live.doc.store.pendingStructs !== null ||
      live.doc.store.pendingDs !== null
    ) {
      refuse(job, notApplicable);
      return false;
    }
    const introduced = introduce(live, verdict.writes, ownerFor(from));
    enter(turn, captured, { from, author: from.label, introduced, logged: null });
    live.structs += verdict.cost.structs;
  }
  turn.settled.push({ job, result: undefined });
  return true;
}

function doorFor({ document, live }: Turn, from: Participant, { limits, now }: TurnOptions): Admission {
  const { isSeat, mayCarryOthers } = from;
  const mostWork = mayCarryOthers ? limits.replicaUpdateWork : limits.updateWork;
  return {
    now: now(),
    // A seat passes on whole documents, whose cost was checked before.
    mostWork: isSeat === true ? Infinity : mostWork,
    mostConflicts: isSeat === true ? limits.documentConflicts : limits.updateConflicts,
    owners: {
      ownerOf: (client) => live.owners.get(client) ?? document.presence.ownerOf(client),
    },
  };
}

/** SY14: gives the clients that had no owner to `owner`; returns them. */
function introduce(live: LiveDocument, clients: readonly number[], owner: string): [number, string][] {
  const introduced = clients
    .filter((client) => !live.owners.has(client) && live.doc.store.clients.has(client))
    .map((client): [number, string] => [client, owner]);
  for (const [client] of introduced) live.owners.set(client, owner);
  return introduced;
}

/** SY8: keeps an update until its dependencies arrive. */
function wait({ document }: Turn, job: Write, need: MissingStruct, limits: Limits): true {
  job.need = need;
  const others = document.waiting.filter(({ from }) => from === job.from);
  const bytes = others.reduce((sum, { update }) => sum + update.length, job.update.length);
  const isTooMuch = bytes > limits.waitingBytes || others.length >= limits.waitingUpdates;
  if (isTooMuch) return refuse(job, waitsTooLong);
  document.waiting.push(job);
  return true;
}

const waitsTooLong = { code: closeCodes.tooLarge, why: 'too many updates that wait for missing ones' };
const documentFull = { code: closeCodes.tooLarge, why: 'the document would grow over its limit' };
const documentHeavy = { code: closeCodes.tooLarge, why: 'the document would take too long to load' };
const tooMuchWork = { code: closeCodes.tooFast, why: 'more work than one person may cause' };
const notApplicable = { code: closeCodes.malformed, why: 'an update that cannot be applied' };

function enter(turn: Turn, { update, facts }: Captured, by: Omit<Entry, 'update'>): void {
  if (update === null) return;
  turn.entries.push({ ...by, update });
  turn.facts.push(...facts);
  turn.live.bytes += update.length;
}

function fits(live: LiveDocument, update: Uint8Array, { documentBytes }: Limits): boolean {
  if (live.bytes + update.length <= documentBytes) return true;
  // `bytes` still includes deleted content, so measure again.
  live.encode();
  return live.bytes + update.length <= documentBytes;
}

/** SY13: whether the document can still be loaded in reasonable time after the update. */
function isLight(live: LiveDocument, { conflicts, structs }: Cost, limits: Limits): boolean {
  if (live.structs + structs > limits.documentStructs) live.structs = countStructs(live.doc);
  return (
    live.structs + structs <= limits.documentStructs &&
    live.doc.store.clients.size < limits.documentClients &&
    live.conflicts.mayAdd(conflicts, limits.documentConflicts)
  );
}

function refuse(job: Write, refusal: Refusal): true {
  job.from.refuse(refusal);
  job.failed(new UpdateRefused(refusal));
  return true;
}

function drop(job: Write): true {
  job.failed(new Error('another update of the same connection was refused'));
  return true;
}

/** SY8: tries waiting updates again when their dependency has arrived, until none is left to try. */
function retryWaiting(turn: Turn, options: TurnOptions): boolean {
  const { document, live } = turn;
  const isHere = ({ need }: Write) => need === null || Y.getState(live.doc.store, need.client) > need.clock;
  for (let job = document.waiting.find(isHere); job !== undefined; job = document.waiting.find(isHere)) {
    document.waiting.splice(document.waiting.indexOf(job), 1);
    if (!doWrite(turn, job, options)) return false;
  }
  return true;
}
