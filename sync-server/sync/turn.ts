// One document's share of a commit: its jobs are checked and applied in memory, in order. Nothing of it is
// shown to anybody here; commit.ts does that once the store has it.
import * as Y from 'yjs';
import type { Fact } from '#room/fact.ts';
import { checkUpdate } from './check-update.ts';
import { closeCodes, UpdateRefused, type Refusal } from './close-codes.ts';
import type { Edit, Job, Read, Write } from './jobs.ts';
import type { Limits } from './limits.ts';
import type { Captured, LiveDocument } from './live-document.ts';
import type { OpenDocument } from './open-document.ts';
import type { Participant } from './participant.ts';

/** An update as it will be in the log: what it changed, no more. */
export type Entry = { from: Participant | null; author: string; update: Uint8Array };

export type Turn = {
  document: OpenDocument;
  live: LiveDocument;
  entries: Entry[];
  facts: Fact[];
  /** Writes and edits that are over once the entries are durable. */
  settled: { job: Write | Edit; result: unknown }[];
  reads: Read[];
};

export type TurnLimits = Pick<Limits, 'waitingBytes' | 'documentBytes'>;

/** Null when the memory was spoiled; then it must be loaded anew, and what can be done again is in `jobs`. */
export function takeTurn(document: OpenDocument, live: LiveDocument, limits: TurnLimits): Turn | null {
  const turn: Turn = { document, live, entries: [], facts: [], settled: [], reads: [] };
  const { jobs } = document;
  document.jobs = [];
  for (const [index, job] of jobs.entries()) {
    if (doJob(turn, job, limits) && retryWaiting(turn, limits)) continue;
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
function doJob(turn: Turn, job: Job, limits: TurnLimits): boolean {
  switch (job.kind) {
    case 'read':
      turn.reads.push(job);
      return true;
    case 'edit':
      return doEdit(turn, job);
    case 'write':
      return doWrite(turn, job, limits);
    default:
      return job satisfies never;
  }
}

function doEdit(turn: Turn, job: Edit): boolean {
  const captured = turn.live.capture(() => job.run(turn.live));
  if (captured.outcome.kind === 'threw') {
    job.failed(captured.outcome.error);
    // Yjs takes nothing back: what was written before the throw is in memory.
    return captured.update === null;
  }
  enter(turn, captured, { from: null, author: job.author });
  turn.settled.push({ job, result: captured.outcome.result });
  return true;
}

function doWrite(turn: Turn, job: Write, limits: TurnLimits): boolean {
  const { document, live } = turn;
  if (job.from.isRefused) return drop(job);
  const verdict = checkUpdate(live.facts, job.update, job.from);
  if (verdict.kind === 'refused') return refuse(job, verdict);
  if (verdict.kind === 'waits') {
    job.need = verdict.need;
    const bytes = document.waiting.reduce(
      (sum, other) => sum + (other.from === job.from ? other.update.length : 0),
      0,
    );
    if (bytes + job.update.length > limits.waitingBytes) return refuse(job, waitsTooLong);
    document.waiting.push(job);
    return true;
  }
  if (verdict.hasEffect) {
    if (!fits(live, job.update, limits)) return refuse(job, documentFull);
    const captured = live.capture(() => Y.applyUpdate(live.doc, job.update, job.from));
    // The check looked for all of it beforehand; should Yjs see it differently, nobody else may notice.
    if (
      captured.outcome.kind === 'threw' ||
      live.doc.store.pendingStructs !== null ||
      live.doc.store.pendingDs !== null
    ) {
      refuse(job, notApplicable);
      return false;
    }
    enter(turn, captured, { from: job.from, author: job.from.label });
  }
  turn.settled.push({ job, result: undefined });
  return true;
}

const waitsTooLong = { code: closeCodes.tooLarge, why: 'too much that waits for updates which did not come' };
const documentFull = { code: closeCodes.tooLarge, why: 'the document would grow over its limit' };
const notApplicable = { code: closeCodes.malformed, why: 'an update that cannot be applied' };

function enter(turn: Turn, { update, facts }: Captured, by: Pick<Entry, 'from' | 'author'>): void {
  if (update === null) return;
  turn.entries.push({ ...by, update });
  turn.facts.push(...facts);
  turn.live.bytes += update.length;
}

function fits(live: LiveDocument, update: Uint8Array, { documentBytes }: TurnLimits): boolean {
  if (live.bytes + update.length <= documentBytes) return true;
  // `bytes` counts what was deleted since as well.
  live.encode();
  return live.bytes + update.length <= documentBytes;
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

/** SY8: tries again what waited for something that has come; as long as that brings something. */
function retryWaiting(turn: Turn, limits: TurnLimits): boolean {
  const { document, live } = turn;
  const isHere = ({ need }: Write) => need === null || Y.getState(live.doc.store, need.client) > need.clock;
  for (let job = document.waiting.find(isHere); job !== undefined; job = document.waiting.find(isHere)) {
    document.waiting.splice(document.waiting.indexOf(job), 1);
    if (!doWrite(turn, job, limits)) return false;
  }
  return true;
}
