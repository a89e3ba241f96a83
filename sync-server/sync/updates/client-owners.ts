// SY14: a Yjs client id belongs to the author who introduced it. Yjs treats two different insertions with the same id as one.
// Somebody who writes ahead under another person's id would make Yjs drop that person's own words silently.
import { getState, type Doc } from 'yjs';
import type { FactWriter } from './check-fact.ts';
import { closeCodes } from '#wire/close-codes.ts';
import type { Refusal } from '../refusal.ts';

/**
 * Owner of client ids that a replica brought. It carries many people's ids, and they may arrive by another way later.
 */
export const carried = '*';

export type ClientOwners = {
  /** A person's id or `carried`; null when no owner is known. */
  ownerOf(client: number): string | null;
};

type User = Pick<FactWriter, 'person' | 'mayCarryOthers' | 'ownsServer' | 'isSeat'>;

type Asked = {
  doc: Doc;
  /** The clock that each client would reach with this update. */
  ends: ReadonlyMap<number, number>;
  owners: ClientOwners;
  writer: User;
};

/** Null when the writer may use every client id that has new content in the update. */
export function checkClients({ doc, ends, owners, writer }: Asked): Refusal | null {
  for (const [client, end] of ends) {
    if (end <= getState(doc.store, client)) continue;
    const owner = client === doc.clientID ? 'server' : owners.ownerOf(client);
    if (owner === null || mayUse(owner, writer)) continue;
    return { code: closeCodes.notAllowed, why: `the client id ${client} is in use by somebody else` };
  }
  return null;
}

export function mayUse(owner: string, writer: User): boolean {
  return owner === carried ? carries(writer) : owner === writer.person;
}

export const ownerFor = (writer: User): string => (carries(writer) ? carried : writer.person);

/** The person at this server may get another id once the team's server was reached. */
const carries = ({ mayCarryOthers, ownsServer, isSeat }: User) =>
  mayCarryOthers || ownsServer === true || isSeat === true;
