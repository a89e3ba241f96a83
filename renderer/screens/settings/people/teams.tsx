// TM1: teams within the team. Owners change them; everybody can read them.
import { useState, type FormEvent } from 'react';
import { MultiSelect, TextInput } from '@mantine/core';
import { ServerButton } from '../../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../../server/api.ts';
import { useFeed, usePersonName } from '../../../server/feed.tsx';
import { useAttempt } from '../../../fields/use-attempt.ts';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { AwaitedPart } from '../../../ui/awaited.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { TableHead } from '../../../ui/table-head.tsx';
import type { Items } from '#wire/api/list.ts';
import type { TeamAnswer as Team } from '#wire/api/teams.ts';
import { SaveButton } from '../../../fields/save-button.tsx';
import { useResource } from '../../../server/use-resource.ts';
import { RemoveButton } from '../remove-button.tsx';
import styles from '../../../ui/section.module.css';

const words = strings.teams;

function useMembers() {
  const { snapshot } = useFeed();
  return (snapshot?.people ?? [])
    .map(({ id, name }) => ({ value: id, label: name }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
}

export function Teams() {
  const { isOwner } = useSession();
  const { value, problem, reload } = useResource<Items<Team>>('/teams');
  if (value === null) return <AwaitedPart problem={problem && words.notRead(problem)} again={reload} />;
  const items = value.items.toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <>
      <p className={styles.advice}>{words.why}</p>
      {items.length === 0 ? (
        <p className="label">{words.none}</p>
      ) : (
        <table className={styles.table}>
          <TableHead columns={[words.name, words.members]} actions={words.actions} />
          <tbody>
            {items.map((team) => (
              <TeamLine key={team.id} team={team} reload={reload} />
            ))}
          </tbody>
        </table>
      )}
      {isOwner ? <NewTeam reload={reload} /> : <p className="label">{words.onlyOwners}</p>}
    </>
  );
}

function TeamLine({ team, reload }: { team: Team; reload: () => void }) {
  const session = useSession();
  const mayChange = session.isOwner && team.managedBy === undefined;
  const api = useApi();
  const nameOf = usePersonName();
  const everybody = useMembers();
  const [members, setMembers] = useState<string[]>([...team.members]);
  const { busy, problem, attempt } = useAttempt(reload);
  const { id, name } = team;
  const put = () => attempt(() => api.put(`/teams/${id}`, { name, members }));
  const isChanged = members.join() !== team.members.join();
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        {mayChange ? (
          <MultiSelect
            aria-label={words.membersOf(name)}
            data={everybody}
            value={members}
            searchable
            onChange={setMembers}
          />
        ) : (
          <>
            {team.members.map(nameOf).join(', ') || words.nobody}
            {team.managedBy !== undefined && <p className="label">{words.inFile}</p>}
          </>
        )}
        {problem !== null && <Problem>{words.notSaved(sayProblem(problem))}</Problem>}
      </td>
      <td>
        {mayChange && (
          <div className={styles.actions}>
            {isChanged && (
              <ServerButton
                variant="filled"
                loading={busy}
                aria-label={words.saveOf(name)}
                onClick={() => void put()}
              >
                {words.save}
              </ServerButton>
            )}
            <RemoveButton
              words={words}
              name={name}
              busy={busy}
              remove={() => void attempt(() => api.delete(`/teams/${id}`))}
            />
          </div>
        )}
      </td>
    </tr>
  );
}

function NewTeam({ reload }: { reload: () => void }) {
  const api = useApi();
  const everybody = useMembers();
  const [name, setName] = useState('');
  const [members, setMembers] = useState<string[]>([]);
  const { busy, problem, attempt } = useAttempt(reload);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      await api.post('/teams', { name: name.trim(), members });
      setName('');
      setMembers([]);
    });
  };
  return (
    <section className={styles.block} aria-labelledby="new-team">
      <h2 id="new-team">{words.add}</h2>
      <form className={styles.form} onSubmit={submit}>
        <div className={styles.fields}>
          <TextInput
            label={words.name}
            value={name}
            maxLength={120}
            required
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <MultiSelect
            label={words.members}
            data={everybody}
            value={members}
            searchable
            onChange={setMembers}
          />
        </div>
        <div className={styles.buttons}>
          <SaveButton loading={busy} disabled={name.trim() === ''}>
            {words.addIt}
          </SaveButton>
        </div>
        {problem !== null && <Problem>{words.notSaved(sayProblem(problem))}</Problem>}
      </form>
    </section>
  );
}
