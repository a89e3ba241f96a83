// Intakes for other tools: what each received, its key, and lines to copy into the tool.
import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ServerButton } from '../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../server/api.ts';
import { useResource } from '../../server/use-resource.ts';
import { AwaitedPart } from '../../ui/awaited.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { useSession } from '../../server/session.tsx';
import { EditTagged } from '../../fields/edit-tagged.tsx';
import { strings } from '../../strings/index.ts';
import { When } from '../../ui/time.tsx';
import { snippetsFor } from './intake-snippets.ts';
import { KindedForm, type ItemFormProps } from './kinded-form.tsx';
import { ConfiguredTable } from './configured-table.tsx';
import { MisunderstoodList } from './misunderstood-list.tsx';
import { OwnersAdd } from './owners-add.tsx';
import { RowActions } from './row-actions.tsx';
import type { Intake, Items, Kind } from './kinded.ts';
import { useConfigured } from './use-configured.ts';
import styles from '../../ui/section.module.css';

const words = strings.alerting;

export function Intakes() {
  const { team, server } = useSession();
  const { items, problem, editing, kind, edit, done, reload } = useConfigured<Intake>('/intakes');
  const kinds = useResource<Items<Kind>>('/intake-kinds').value?.items ?? [];
  const [open, setOpen] = useState<string | null>(null);
  // The form starts with the choice of a kind, so it waits for the kinds.
  if (editing !== null && kinds.length === 0) return <AwaitedPart />;
  if (editing === 'new')
    return <IntakeForm key={kind} kinds={kinds} begin={kind} before={null} onDone={done} />;
  if (editing !== null)
    return (
      <EditTagged<Intake> path={`/intakes/${editing.id}`}>
        {(before) => <IntakeForm kinds={kinds} begin={null} before={before} onDone={done} />}
      </EditTagged>
    );
  if (items === null) return <AwaitedPart problem={problem && words.unread(problem)} again={reload} />;
  return (
    <>
      <ConfiguredTable
        empty={{ title: words.intakes.empty, why: words.intakes.emptyWhy }}
        heads={[words.name, words.kind, words.intakes.seen]}
        add={<OwnersAdd label={words.intakes.add} onAdd={() => edit('new')} />}
      >
        {items.map((intake) => (
          <tr key={intake.id}>
            <th scope="row">
              {intake.name} {intake.service && <span className="label">{intake.service}</span>}
            </th>
            <td>{kinds.find(({ kind }) => kind === intake.kind)?.label ?? intake.kind}</td>
            <td>
              {intake.lastSeenAt === null ? (
                <span className="label">{words.intakes.never}</span>
              ) : (
                <>
                  <When at={intake.lastSeenAt} />{' '}
                  <span className="label">{words.intakes.received(intake.received)}</span>
                </>
              )}
              {intake.lastError !== null && <p className={styles.trouble}>{intake.lastError}</p>}
            </td>
            <td>
              <RowActions item={intake} path="/intakes" onEdit={() => edit(intake)} onChanged={reload}>
                <Button
                  variant="subtle"
                  aria-expanded={open === intake.id}
                  aria-label={words.intakes.connectTitle(intake.name)}
                  onClick={() => setOpen(open === intake.id ? null : intake.id)}
                >
                  {words.intakes.connect}
                </Button>
              </RowActions>
            </td>
          </tr>
        ))}
      </ConfiguredTable>
      {items
        .filter(({ id, path }) => id === open && path !== undefined)
        .map((intake) => (
          <section key={intake.id} className={styles.block} aria-label={intake.name}>
            <h2>{words.intakes.connectTitle(intake.name)}</h2>
            {snippetsFor(intake, team ?? server).map((snippet) =>
              'say' in snippet ? (
                <p key={snippet.say} className={styles.advice}>
                  {snippet.say}
                </p>
              ) : (
                <CopyField key={snippet.label} label={snippet.label} value={snippet.text} />
              ),
            )}
            <MisunderstoodList intake={intake.id} version={intake.lastSeenAt} />
            {intake.managedBy === undefined && <NewKey intake={intake} onChanged={reload} />}
          </section>
        ))}
    </>
  );
}

/** Replaces a key that may have leaked. Asks first, because the sender stops working until it has the new one. */
function NewKey({ intake, onChanged }: { intake: Intake; onChanged: () => void }) {
  const api = useApi();
  const [isAsking, setAsking] = useState(false);
  const rotate = async () => {
    const title = words.intakes.newKey;
    try {
      await api.post(`/intakes/${intake.id}/key`, {});
      notifications.show({ title, message: words.intakes.newKeyDone, autoClose: 8000 });
      onChanged();
    } catch (error) {
      notifications.show({ title, message: sayProblem(error), autoClose: 8000 });
    }
    setAsking(false);
  };
  if (!isAsking)
    return (
      <Button mt={8} aria-label={words.intakes.newKeyOf(intake.name)} onClick={() => setAsking(true)}>
        {words.intakes.newKey}
      </Button>
    );
  return (
    <div className={styles.asked}>
      <span className="soft">{words.intakes.newKeyWhy}</span>
      <Button variant="subtle" onClick={() => setAsking(false)}>
        {words.keep}
      </Button>
      <ServerButton variant="default" onClick={() => void rotate()}>
        {words.intakes.reallyNewKey(intake.name)}
      </ServerButton>
    </div>
  );
}

function IntakeForm({ kinds, begin, before, onDone }: ItemFormProps<Intake>) {
  const [service, setService] = useState(before?.value.service ?? '');
  const more = service.trim() === '' ? {} : { service: service.trim() };
  return (
    <KindedForm path="/intakes" title={words.intakes.form} {...{ kinds, begin, before, more, onDone }}>
      <TextInput
        label={words.intakes.service}
        description={words.intakes.serviceWhy}
        value={service}
        maxLength={120}
        maw={480}
        onChange={(event) => setService(event.currentTarget.value)}
      />
    </KindedForm>
  );
}
