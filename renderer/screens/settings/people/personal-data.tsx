// ED: exports a person's data as a file, and erases it, in Settings.
import { useState, type FormEvent } from 'react';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ErasedPerson, RemovedPerson } from '#wire/api/access.ts';
import type { Items } from '#wire/api/list.ts';
import { SaveButton } from '../../../fields/save-button.tsx';
import { sayProblem, useApi } from '../../../server/api.ts';
import { downloadFile } from '../../../ui/save-in-browser.ts';
import { useAttempt } from '../../../fields/use-attempt.ts';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { NameToConfirm } from '../../../ui/name-to-confirm.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { Ago } from '../../../ui/time.tsx';
import { useResource } from '../../../server/use-resource.ts';
import styles from '../../../ui/section.module.css';

const words = strings.personalData;

type Who = { id: string; name: string };

/** Lets a person save their own data. */
export function OwnData() {
  const { me } = useSession();
  const { save, problem } = useSaving(me);
  return (
    <section className={styles.block} aria-labelledby="own-data">
      <h2 id="own-data">{words.title}</h2>
      <p className="label">{words.own}</p>
      <div className={styles.asked}>
        <Button variant="default" onClick={() => void save()}>
          {words.saveOwn}
        </Button>
      </div>
      {problem !== null && <Problem>{problem}</Problem>}
    </section>
  );
}

/** For owners: save or erase a person's data. */
export function PersonalData({ person, onErased }: { person: Who; onErased?: () => void }) {
  const { save, problem } = useSaving(person);
  const [isAsking, setIsAsking] = useState(false);
  return (
    <div className={styles.asked}>
      {isAsking ? (
        <EraseForm
          person={person}
          onDone={(isErased) => {
            setIsAsking(false);
            if (isErased) onErased?.();
          }}
        />
      ) : (
        <div className={styles.actions}>
          <Button variant="default" aria-label={words.saveOf(person.name)} onClick={() => void save()}>
            {words.save}
          </Button>
          <Button variant="default" aria-label={words.eraseOf(person.name)} onClick={() => setIsAsking(true)}>
            {words.erase}
          </Button>
        </div>
      )}
      {problem !== null && <Problem>{problem}</Problem>}
    </div>
  );
}

function EraseForm({ person, onDone }: { person: Who; onDone: (isErased: boolean) => void }) {
  const api = useApi();
  const [isNamed, setNamed] = useState(false);
  const { busy, problem, attempt } = useAttempt();
  const erase = (event: FormEvent) => {
    event.preventDefault();
    if (!isNamed) return;
    void attempt(async () => {
      const { name } = await api.post<ErasedPerson>(`/people/${person.id}/erase`, { name: person.name });
      notifications.show({ message: words.erased(person.name, name) });
      onDone(true);
    });
  };
  return (
    <form
      className={styles.form}
      aria-label={words.eraseOf(person.name)}
      onSubmit={erase}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone(false);
      }}
    >
      <p>{words.what(person.name)}</p>
      <p className="soft">{words.stays}</p>
      <NameToConfirm label={words.type(person.name)} name={person.name} onMatch={setNamed} />
      {problem !== null && <Problem>{words.notErased(sayProblem(problem))}</Problem>}
      <div className={styles.buttons}>
        <SaveButton variant="filled" color="red" loading={busy} disabled={!isNamed}>
          {words.confirm}
        </SaveButton>
        <Button variant="subtle" onClick={() => onDone(false)}>
          {words.leave}
        </Button>
      </div>
    </form>
  );
}

/** Removed people whose data is still kept. */
export function FormerMembers() {
  const { value, reload } = useResource<Items<RemovedPerson>>('/people/removed');
  const items = value?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className={styles.block} aria-labelledby="former-members">
      <h2 id="former-members">{words.former}</h2>
      <p className="label">{words.formerWhy}</p>
      <table className={styles.table}>
        <tbody>
          {items.map((person) => (
            <tr key={person.id}>
              <th scope="row">{person.name}</th>
              <td className="label">
                <Ago at={person.removedAt} />
              </td>
              <td>
                <PersonalData person={person} onErased={reload} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function useSaving({ id }: Who) {
  const api = useApi();
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    setProblem(null);
    try {
      const text = await (await api.fetch(`/people/${id}/data`)).text();
      downloadFile(`muster-person-${id}.json`, text, 'application/json');
    } catch (error) {
      setProblem(words.notRead(sayProblem(error)));
    }
  };
  return { save, problem };
}
