// Whom to page for what, in steps, as sentences; and the form that writes them.
import { useState } from 'react';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { sayProblem, useApi } from '../api.ts';
import { useResource } from '../monitors/use-resource.ts';
import { useSession } from '../state/session.tsx';
import { strings } from '../strings/index.ts';
import { Empty } from '../ui/empty.tsx';
import { PolicyForm } from './policy-form.tsx';
import { RowActions } from './row-actions.tsx';
import type { Items } from './kinded.ts';
import { useTargets, type Policy } from './targets.ts';
import styles from '../settings/settings.module.css';

const words = strings.alerting;

export function Policies() {
  const api = useApi();
  const { isOwner } = useSession();
  const { value, problem, reload } = useResource<Items<Policy>>('/policies', { everyMs: 10_000 });
  const targets = useTargets();
  const [editing, setEditing] = useState<Policy | 'new' | null>(null);
  const done = () => {
    setEditing(null);
    reload();
  };
  const begin = async () => {
    try {
      await api.post('/policies/defaults', {});
    } catch (error) {
      notifications.show({ title: words.policies.notBegun, message: sayProblem(error), autoClose: 8000 });
    }
    reload();
  };
  if (editing !== null)
    return <PolicyForm before={editing === 'new' ? null : editing} targets={targets} onDone={done} />;
  if (value === null) return problem === null ? null : <Empty title={words.unread}>{problem}</Empty>;
  const isEmpty = value.items.length === 0;
  return (
    <>
      {isEmpty ? (
        <Empty title={words.policies.empty}>{words.policies.emptyWhy}</Empty>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.policies.says}</th>
              <th scope="col">
                <span className="spoken">{words.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {value.items.map((policy) => (
              <tr key={policy.id}>
                <th scope="row">{policy.name}</th>
                <td>
                  <PolicyWords policy={policy} nameOf={targets.nameOf} />
                </td>
                <td>
                  <RowActions
                    item={policy}
                    path="/policies"
                    onEdit={() => setEditing(policy)}
                    onChanged={reload}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {isOwner ? (
        <div className={styles.form}>
          <div className={styles.buttons}>
            {isEmpty && (
              <Button variant="filled" onClick={() => void begin()}>
                {words.policies.usual}
              </Button>
            )}
            <Button onClick={() => setEditing('new')}>{words.policies.add}</Button>
          </div>
        </div>
      ) : (
        <p className="label">{words.onlyOwners}</p>
      )}
    </>
  );
}

type WordsProps = { policy: Policy; nameOf: (kind: string, id: string) => string };

function PolicyWords({ policy, nameOf }: WordsProps) {
  const say = words.policies;
  const { steps, repeat, hours, severities, services } = policy;
  const what = say.match(severities?.join(', ') ?? null, services?.join(', ') ?? null);
  if (steps.length === 0) return <>{say.nobody(what)}</>;
  return (
    <>
      {what}
      <ol className={styles.meaning}>
        {steps.map(({ targets, waitMinutes }, index) => (
          // Steps are known by their place.
          <li key={index}>
            {say.step(
              targets
                .map(({ kind, id, backup }) => nameOf(kind, id) + (backup ? ` ${say.withBackup}` : ''))
                .join(', '),
              waitMinutes,
            )}
          </li>
        ))}
      </ol>
      <span className="label">{say.goesOn(repeat, hours === 'business')}</span>
    </>
  );
}
