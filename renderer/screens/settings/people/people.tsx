import { useEffect, useState } from 'react';
import { Button, Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Person } from '#room/feed/feed.ts';
import type { Role } from '#room/team/scales.ts';
import { isStaleContact } from '#room/feed/stale-contact.ts';
import { ServerButton } from '../../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../../server/api.ts';
import { useAttempt } from '../../../fields/use-attempt.ts';
import { useFeed } from '../../../server/feed.tsx';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { tintsOf } from '../../on-call/tint.ts';
import { Face } from '../../../ui/face.tsx';
import { useNow } from '../../../ui/now.tsx';
import { TableHead } from '../../../ui/table-head.tsx';
import { Ago } from '../../../ui/time.tsx';
import { ContactForm } from './contact-details.tsx';
import { InviteForm } from '../invite-form.tsx';
import { FormerMembers, PersonalData } from './personal-data.tsx';
import { roleNames } from '../role-words.ts';
import section from '../../../ui/section.module.css';
import styles from '../settings.module.css';

const words = strings.settings;

const roleOptions = Object.entries(roleNames).map(([value, label]) => ({
  value: value as Role,
  label,
}));

export function People() {
  const { isOwner } = useSession();
  const { snapshot } = useFeed();
  const people = (snapshot?.people ?? []).toSorted((a, b) => a.name.localeCompare(b.name));
  const tintOf = tintsOf(people);
  return (
    <>
      <table className={section.table}>
        <TableHead columns={[words.name, words.role, isOwner && words.reached]} actions={words.actions} />
        <tbody>
          {people.map((person) => (
            <PersonLine key={person.id} person={person} tint={tintOf(person.id)} />
          ))}
        </tbody>
      </table>
      {isOwner ? <InviteForm /> : <p className="label">{words.onlyOwners}</p>}
      {isOwner && <FormerMembers key={people.length} />}
    </>
  );
}

function PersonLine({ person, tint }: { person: Person; tint: number }) {
  const { isOwner, me } = useSession();
  const { change, remove, busy } = usePersonChanges(person);
  const [isEditing, setIsEditing] = useState(false);
  const mayChange = isOwner && person.id !== me.id;
  return (
    <>
      <tr>
        <th scope="row">
          <PersonName person={person} tint={tint} />
        </th>
        <td>
          {mayChange ? (
            <RoleChoice person={person} busy={busy} change={(role) => change({ role })} />
          ) : (
            roleNames[person.role]
          )}
        </td>
        {isOwner && (
          <td>
            <Reached person={person} />
          </td>
        )}
        <td>
          {mayChange && (
            <PersonActs
              name={person.name}
              busy={busy}
              remove={remove}
              isEditing={isEditing}
              edit={setIsEditing}
            />
          )}
        </td>
      </tr>
      {isEditing && (
        <tr>
          <td colSpan={4}>
            <ContactForm person={person} onChange={() => undefined} />
            <PersonalData person={person} />
          </td>
        </tr>
      )}
    </>
  );
}

function PersonName({ person, tint }: { person: Person; tint: number }) {
  const { me } = useSession();
  return (
    <span className={styles.person}>
      <Face name={person.name} color={tint} />
      <span>
        {person.name} {person.id === me.id && <span className="label">{words.you}</span>}
        <About person={person} />
      </span>
    </span>
  );
}

type RoleProps = { person: Person; busy: boolean; change: (role: Role) => void };

function RoleChoice({ person, busy, change }: RoleProps) {
  return (
    <Select
      aria-label={words.roleOf(person.name)}
      data={roleOptions}
      value={person.role}
      allowDeselect={false}
      w={124}
      classNames={{ input: styles.asText ?? '' }}
      disabled={busy}
      onChange={(role) => role && change(role)}
    />
  );
}

type ActsProps = {
  name: string;
  busy: boolean;
  remove: () => void;
  isEditing: boolean;
  edit: (isEditing: boolean) => void;
};

/** Opens the contact details, and removes the person after a second click. */
function PersonActs({ name, busy, remove, isEditing, edit }: ActsProps) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <div className={section.actions}>
      {isAsking ? (
        <>
          <Button key="keep" variant="subtle" onClick={() => setIsAsking(false)}>
            {words.keep}
          </Button>
          <ServerButton key="end" variant="default" loading={busy} onClick={remove}>
            {words.endAccess(name)}
          </ServerButton>
        </>
      ) : (
        <>
          <Button
            key="contact"
            variant="subtle"
            aria-expanded={isEditing}
            aria-label={words.contactOf(name)}
            onClick={() => edit(!isEditing)}
          >
            {words.contact}
          </Button>
          <Button
            key="remove"
            variant="subtle"
            aria-label={words.remove(name)}
            onClick={() => setIsAsking(true)}
          >
            {words.removeLabel}
          </Button>
        </>
      )}
    </div>
  );
}

/** The person's title and current on-call duties. */
function About({ person: { id, contact } }: { person: Person }) {
  const { snapshot } = useFeed();
  const duties = (snapshot?.onCall ?? []).filter(({ person }) => person === id).map(({ name }) => name);
  const parts = [contact?.title, duties.length > 0 ? words.onCallFor(duties.join(', ')) : null].filter(
    Boolean,
  );
  return parts.length === 0 ? null : <span className={`${styles.about} label`}>{parts.join(' · ')}</span>;
}

/** PE3: the ways to reach a person, and when they were last confirmed. Bold where a page now would find none. */
function Reached({ person: { id, contact, role } }: { person: Person }) {
  const now = useNow();
  const isOnCall = useFeed().snapshot?.onCall?.some(({ person }) => person === id) ?? false;
  if (role === 'viewer') return <span className="label">{words.notPaged}</span>;
  const ways = [contact?.email, contact?.phone].filter(Boolean).join(', ');
  const isStale = isStaleContact(contact, now);
  return (
    <>
      {ways || (isOnCall ? <b>{words.noWay}</b> : <span className="soft">{words.noWay}</span>)}{' '}
      <span className="label">
        {ways === '' ? null : contact?.confirmedAt === undefined ? (
          words.neverConfirmed
        ) : (
          <>
            {isStale ? words.confirmedLongAgo : words.confirmed} <Ago at={contact.confirmedAt} />
          </>
        )}
      </span>
    </>
  );
}

function usePersonChanges(person: Person) {
  const api = useApi();
  const { busy, problem, attempt } = useAttempt();
  const path = `/people/${person.id}`;
  useEffect(() => {
    if (problem !== null)
      notifications.show({
        title: words.notChangedPerson(person.name),
        message: sayProblem(problem),
        autoClose: 8000,
      });
  }, [problem, person.name]);
  return {
    busy,
    change: (part: { role: Role }) =>
      void attempt(async () => {
        const { value, etag } = await api.getTagged<Person>(path);
        await api.put(path, { name: value.name, role: part.role }, etag);
      }),
    remove: () => void attempt(() => api.delete(path)),
  };
}
