// Whom to page for what, in steps, as sentences; and the form that writes them.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { sayProblem, useApi } from '../api.ts';
import { EditTagged } from '../fields/edit-tagged.tsx';
import { strings } from '../strings/index.ts';
import { Empty } from '../ui/empty.tsx';
import { PolicyForm } from './policy-form.tsx';
import { ConfiguredTable } from './configured-table.tsx';
import { OwnersAdd } from './owners-add.tsx';
import { RowActions } from './row-actions.tsx';
import { useTargets, type Policy } from './targets.ts';
import { ReachTroubles, sayTrouble, useTroubles, type Trouble } from './reach-troubles.tsx';
import { useConfigured } from './use-configured.ts';
import styles from '../settings/settings.module.css';

const words = strings.alerting;

export function Policies() {
  const api = useApi();
  const { items, problem, editing, edit, done, reload } = useConfigured<Policy>('/policies');
  const targets = useTargets();
  const troubles = useTroubles(items?.length);
  const begin = async () => {
    try {
      await api.post('/policies/defaults', {});
    } catch (error) {
      notifications.show({ title: words.policies.notBegun, message: sayProblem(error), autoClose: 8000 });
    }
    reload();
  };
  if (editing === 'new') return <PolicyForm targets={targets} before={null} onDone={done} />;
  if (editing !== null)
    return (
      <EditTagged<Policy> path={`/policies/${editing.id}`}>
        {(before) => <PolicyForm targets={targets} before={before} onDone={done} />}
      </EditTagged>
    );
  if (items === null) return problem === null ? null : <Empty title={words.unread}>{problem}</Empty>;
  const isEmpty = items.length === 0;
  return (
    <>
      <ReachTroubles version={items.length} />
      <ConfiguredTable
        empty={{ title: words.policies.empty, why: words.policies.emptyWhy }}
        heads={[words.name, words.policies.says]}
      >
        {items.map((policy) => (
          <tr key={policy.id}>
            <th scope="row">{policy.name}</th>
            <td>
              <PolicyWords policy={policy} nameOf={targets.nameOf} />
              <Troubles policy={policy} troubles={troubles} nameOf={targets.nameOf} />
            </td>
            <td>
              <RowActions item={policy} path="/policies" onEdit={() => edit(policy)} onChanged={reload} />
            </td>
          </tr>
        ))}
      </ConfiguredTable>
      <OwnersAdd label={words.policies.add} onAdd={() => edit('new')}>
        {isEmpty && (
          <Button variant="filled" onClick={() => void begin()}>
            {words.policies.usual}
          </Button>
        )}
      </OwnersAdd>
    </>
  );
}

type TroublesProps = {
  policy: Policy;
  troubles: readonly Trouble[];
  nameOf: (kind: string, id: string) => string;
};

/** ES15: what would keep its pages from reaching anybody, before it is night. */
function Troubles({ policy, troubles, nameOf }: TroublesProps) {
  const say = words.policies;
  const named = new Set(
    policy.steps.flatMap(({ targets }) => targets.map(({ kind, id }) => `${kind}:${id}`)),
  );
  const mine = troubles.filter(({ kind, id }) => named.has(`${kind}:${id}`));
  if (mine.length === 0) return null;
  return (
    <ul className={styles.troubles} aria-label={say.troubleTitle}>
      {mine.map((each) => (
        <li key={`${each.kind}:${each.id}`}>{sayTrouble(each, nameOf)}</li>
      ))}
    </ul>
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
