// SY14: a Yjs client id belongs to who introduced it. Yjs takes two different insertions under one id for one, so
// whoever wrote ahead under the id of somebody else would have that person's own words thrown away unnoticed.
import { getState, type Doc } from 'yjs';
import type { Writer } from './check-update.ts';
import { closeCodes } from '#wire/close-codes.ts';
import type { Refusal } from './refusal.ts';

/** The owner of what a replica brought: it carries the ids of everybody behind it, and they may come by another. */
export const carried = '*';

export type ClientOwners = {
  /** A person's id, or `carried`; null when nobody is known to have it. */
  ownerOf(client: number): string | null;
};

type User = Pick<Writer, 'person' | 'mayCarryOthers' | 'ownsServer' | 'isSeat'>;

type Asked = {
  doc: Doc;
  /** How far each client of the update would reach. */
  ends: ReadonlyMap<number, number>;
  owners: ClientOwners;
  writer: User;
};

/** Null when everything new in the update is under client ids that its writer may use. */
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

/** Who sits at this server may be known under another id once the team's server was reached. */
const carries = ({ mayCarryOthers, ownsServer, isSeat }: User) =>
  mayCarryOthers || ownsServer === true || isSeat === true;
