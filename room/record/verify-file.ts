// JN6: the command line's answer about a record.
import { plural } from '../journal/check-journal.ts';
import type { Verifier } from '../journal/verifier.ts';
import { readMembers } from './read-record.ts';
import { RecordRefused } from './record.ts';
import { verifyRecord, type RecordVerdict } from './verify-record.ts';

/** 0: whole; 1: not whole, not signed, or no record; 2: the file could not be read. */
export type Verified = { text: string; exitCode: 0 | 1 | 2 };

export async function verifyFile(file: Uint8Array, verifier: Verifier): Promise<Verified> {
  try {
    return sayVerdict(await verifyRecord(readMembers(file, verifier.digest), verifier));
  } catch (error) {
    if (!(error instanceof RecordRefused)) throw error;
    // A record whose first bytes were changed looks like any other file.
    return { text: `not whole:\n- ${error.message}`, exitCode: 1 };
  }
}

function sayVerdict(verdict: RecordVerdict): Verified {
  switch (verdict.kind) {
    case 'whole':
      return { text: `whole: ${sayWhole(verdict)}`, exitCode: 0 };
    case 'not-signed':
      return {
        text: `not signed: ${entriesOf(verdict.entries)} from before signing began`,
        exitCode: 1,
      };
    case 'faulty':
      return { text: `not whole:\n${verdict.faults.map((fault) => `- ${fault}`).join('\n')}`, exitCode: 1 };
    default:
      return verdict satisfies never;
  }
}

/** One line about a whole record. */
export function sayWhole(verdict: Extract<RecordVerdict, { kind: 'whole' }>): string {
  const { entries, devices, foreign, before, unsigned, head, by, team } = verdict;
  return [
    `${entriesOf(entries)} by ${plural(devices, 'device')}`,
    ...(foreign > 0 ? [`${foreign} of them of another team`] : []),
    ...(before > 0 ? [`${entriesOf(before)} from before signing began`] : []),
    ...(unsigned > 0 ? [`${entriesOf(unsigned)} not signed yet`] : []),
    `head ${head ?? 'none'}`,
    `signed by ${by}`,
    `team ${team}`,
  ].join(', ');
}

const entriesOf = (count: number) => plural(count, 'entry', 'entries');
