// SP114: this computer's folders for a page. A permitted desktop publishes there while the team's server is away.
import type { Items } from '#wire/api/list.ts';
import type { OwnFolder } from '#wire/api/status-pages.ts';
import { useState, type FormEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useApi } from '../../server/api.ts';
import { expectedIn, sayRefusal } from '../../fields/field.ts';
import { useAttempt } from '../../fields/use-attempt.ts';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import { useResource } from '../../server/use-resource.ts';
import { pagePath } from './status-page.ts';
import styles from './status-pages.module.css';

const words = strings.statusPages.away;

/** Empty on other computers and for a page without folders. */
export function OwnFolders({ id }: { id: string }) {
  const { value, reload } = useResource<Items<OwnFolder>>(pagePath(id, '/away-folders'));
  if (value === null || value.items.length === 0) return null;
  return (
    <section aria-label={words.folders}>
      <h2>{words.folders}</h2>
      <p className="soft">{words.foldersWhy}</p>
      {value.items.map((folder) => (
        <Folder key={`${folder.place} ${folder.path}`} page={id} folder={folder} saved={reload} />
      ))}
    </section>
  );
}

type FolderProps = { page: string; folder: OwnFolder; saved: () => void };

function Folder({ page, folder, saved }: FolderProps) {
  const api = useApi();
  const [path, setPath] = useState(folder.path ?? '');
  const body = { place: folder.place, path: path.trim() === '' ? null : path.trim() };
  const { busy, problem, attempt } = useAttempt(saved, body);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt(() => api.put(pagePath(page, '/away-folders'), body));
  };
  const expected = expectedIn(problem)('path');
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        label={words.folderHere(folder.place)}
        placeholder={words.folderPlace}
        maxLength={1_000}
        value={path}
        error={expected}
        onChange={(event) => setPath(event.currentTarget.value)}
      />
      <div className={styles.buttons}>
        <Button type="submit" size="compact-sm" loading={busy} disabled={path.trim() === (folder.path ?? '')}>
          {words.saveFolder}
        </Button>
      </div>
      {problem !== null && expected === undefined && <Problem>{sayRefusal(problem)}</Problem>}
    </form>
  );
}
