import type { Identity } from '../sync/identity.ts';
import type { Holder, People } from './people.ts';
import type { Replica } from '../replica/replica.ts';

/**
 * Who is behind a token. On a replica whoever holds its owner token is the person whose token the upstream
 * knows, with the role that person has there: what is written here must be theirs when it arrives.
 */
export function makeIdentify(people: People, replica: Replica | null): (token: string) => Identity | null {
  return (token) => {
    const holder = people.holderOf(token);
    if (holder === null) return null;
    const me = holder.ownerFile ? (replica?.me() ?? null) : null;
    if (me === null) return identityOf(holder);
    return {
      person: me.id,
      name: me.name,
      role: me.role,
      mayCarryOthers: me.role !== 'viewer',
      label: me.id,
      ownsServer: true,
    };
  };
}

function identityOf({ person, replica, ownerFile }: Holder): Identity {
  const { id, name, role } = person;
  const mayCarryOthers = role === 'owner' || (replica && role !== 'viewer');
  return {
    person: id,
    name,
    role,
    mayCarryOthers,
    label: replica ? `replica of ${id}` : id,
    ownsServer: ownerFile,
  };
}
