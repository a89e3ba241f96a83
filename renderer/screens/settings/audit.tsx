// AU10: who made, changed and removed things: newest first, by person and area, and as a file.
import { useState } from 'react';
import { Button, Select } from '@mantine/core';
import type { AuditEntry } from '#wire/api/audit.ts';
import { sayProblem, useApi } from '../../server/api.ts';
import { downloadFile } from '../../ui/save-in-browser.ts';
import { useFeed } from '../../server/feed.tsx';
import { useSession } from '../../server/session.tsx';
import { usePages } from '../../server/use-pages.ts';
import { strings } from '../../strings/index.ts';
import { useNow } from '../../ui/now.tsx';
import { AwaitedPart } from '../../ui/awaited.tsx';
import { Problem } from '../../ui/problem.tsx';
import { sayWhen } from '../../ui/say-time.ts';
import { TableHead } from '../../ui/table-head.tsx';
import { When } from '../../ui/time.tsx';
import { AuditKeeping } from './audit-keeping.tsx';
import styles from '../../ui/section.module.css';

const words = strings.audit;

type Change = AuditEntry['changes'][number];

export function Audit() {
  const { isOwner } = useSession();
  if (!isOwner) return <p>{words.onlyOwners}</p>;
  return (
    <>
      <Entries />
      <AuditKeeping />
    </>
  );
}

function Entries() {
  const api = useApi();
  const { snapshot } = useFeed();
  const [area, setArea] = useState<string | null>(null);
  const [person, setPerson] = useState<string | null>(null);
  const { items, hasMore, problem, more, reload } = usePages<AuditEntry>(
    `/audit?${queryOf({ area, person })}`,
    null,
  );
  const [notSaved, setNotSaved] = useState<string | null>(null);
  const save = async () => {
    setNotSaved(null);
    try {
      const text = await (await api.fetch(`/audit.jsonl?${queryOf({ area, person })}`)).text();
      downloadFile('muster-audit.jsonl', text, 'application/x-ndjson');
    } catch (error) {
      setNotSaved(words.notRead(sayProblem(error)));
    }
  };
  return (
    <section aria-label={words.caption}>
      <div className={styles.filters}>
        <Select
          label={words.area}
          placeholder={words.everything}
          data={Object.entries(words.areas).map(([value, label]) => ({ value, label }))}
          value={area}
          clearable
          searchable
          onChange={setArea}
        />
        <Select
          label={words.person}
          placeholder={words.everybody}
          data={(snapshot?.people ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={person}
          clearable
          searchable
          onChange={setPerson}
        />
      </div>
      {(items === null || problem !== null) && (
        <AwaitedPart problem={problem && words.notRead(problem)} again={reload} />
      )}
      {items?.length === 0 && <p>{words.nothing}</p>}
      {items !== null && items.length > 0 && <EntryTable items={items} />}
      <div className={styles.asked}>
        {hasMore && <Button onClick={more}>{words.older}</Button>}
        <Button variant="subtle" onClick={() => void save()}>
          {words.save}
        </Button>
      </div>
      {notSaved && <Problem>{notSaved}</Problem>}
    </section>
  );
}

function EntryTable({ items }: { items: readonly AuditEntry[] }) {
  const now = useNow();
  return (
    <table className={styles.table}>
      <TableHead columns={[words.when, words.who, words.what, words.fields]} />
      <tbody>
        {items.map((entry) => (
          <tr key={entry.id}>
            <td>
              <When at={entry.at} />
            </td>
            <th scope="row">
              {sayActor(entry.by)} <span className="label">{sayWhence(entry)}</span>
            </th>
            <td>
              {entry.what}
              {entry.target.name !== null && <b> {entry.target.name}</b>}
              {entry.result !== 'done' && <span className="label"> {words.results[entry.result]}</span>}
            </td>
            <td>{entry.changes.map((change) => sayChange(change, now)).join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Shows time values as times. */
function sayChange({ field, ...values }: Change, now: number): string {
  const say = (value: Change['to']) =>
    field.endsWith('At') && typeof value === 'number' ? sayWhen(value, now) : value;
  const said = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, say(value)]));
  return words.change({ field, ...said });
}

function sayActor(by: AuditEntry['by']): string {
  if (by.kind === 'person') return by.name;
  return by.kind === 'configuration' ? words.actors.configuration(by.file) : words.actors[by.kind];
}

function sayWhence({ by, address }: AuditEntry): string {
  const token = by.kind === 'person' && by.token?.name != null ? words.byToken(by.token.name) : null;
  const desktop = by.kind === 'person' && by.isDesktop ? words.byDesktop : null;
  return [token, desktop, address === null ? null : words.from(address)]
    .filter((part) => part !== null)
    .join(', ');
}

function queryOf({ area, person }: { area: string | null; person: string | null }): string {
  const query = new URLSearchParams();
  if (area !== null) query.set('area', area);
  if (person !== null) query.set('person', person);
  return query.toString();
}
