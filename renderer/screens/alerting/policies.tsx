// Policies as ladders in minutes, a rehearsal of whom they would page, and the form to edit them.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ServerButton } from '../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../server/api.ts';
import { EditTagged } from '../../fields/edit-tagged.tsx';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { AwaitedPart } from '../../ui/awaited.tsx';
import { Empty } from '../../ui/empty.tsx';
import { BesideRehearsal } from './rehearsal.tsx';
import { PolicyForm } from './policy-form.tsx';
import { PolicyLadder } from './policy-ladder.tsx';
import { OwnersAdd } from './owners-add.tsx';
import { RowActions } from './row-actions.tsx';
import type { PolicyAnswer as Policy } from '#wire/api/policies.ts';
import { useTargets } from '../../paging/targets.ts';
import { ReachTroubles } from '../../paging/reach-troubles.tsx';
import { useConfigured } from './use-configured.ts';
import styles from './policies.module.css';

const words = strings.alerting;
const say = words.policies;

export function Policies() {
  const { items, problem, editing, edit, done, reload } = useConfigured<Policy>('/policies');
  const targets = useTargets();
  if (editing === 'new') return <PolicyForm targets={targets} before={null} onDone={done} />;
  if (editing !== null)
    return (
      <EditTagged<Policy> path={`/policies/${editing.id}`}>
        {(before) => <PolicyForm targets={targets} before={before} onDone={done} />}
      </EditTagged>
    );
  if (items === null) return <AwaitedPart problem={problem && words.unread(problem)} again={reload} />;
  if (items.length === 0) return <NoPolicy onAdd={() => edit('new')} onBegun={reload} />;
  return (
    <>
      <ReachTroubles version={items.length} />
      <BesideRehearsal draft={null} severities={[]} services={[]} targets={targets}>
        {items.map((policy) => (
          <article key={policy.id} className={styles.policy} aria-label={policy.name}>
            <div className={styles.top}>
              <div>
                <h2>{policy.name}</h2>
                <p className="soft">{sayMatch(policy)}</p>
              </div>
              <RowActions item={policy} path="/policies" onEdit={() => edit(policy)} onChanged={reload} />
            </div>
            <PolicyLadder policy={policy} nameOf={targets.nameOf} />
          </article>
        ))}
        <OwnersAdd label={say.add} onAdd={() => edit('new')} />
      </BesideRehearsal>
    </>
  );
}

function sayMatch({ severities, services, hours }: Policy): string {
  const parts = [
    severities?.join(', ') ?? say.anySeverity,
    services?.join(', ') ?? say.anyService,
    hours === 'business' ? say.business : say.always,
  ];
  return parts.join(' · ');
}

function NoPolicy({ onAdd, onBegun }: { onAdd: () => void; onBegun: () => void }) {
  const api = useApi();
  const { isOwner } = useSession();
  const begin = async () => {
    try {
      await api.post('/policies/defaults', {});
    } catch (error) {
      notifications.show({ title: say.notBegun, message: sayProblem(error), autoClose: 8000 });
    }
    onBegun();
  };
  const actions = isOwner && (
    <div className={styles.begin}>
      <ServerButton onClick={() => void begin()}>{say.usual}</ServerButton>
      <Button variant="subtle" onClick={onAdd}>
        {say.add}
      </Button>
    </div>
  );
  return (
    <>
      <ReachTroubles />
      <Empty title={say.empty} action={actions || null}>
        {say.emptyWhy} {!isOwner && words.onlyOwners}
      </Empty>
    </>
  );
}
