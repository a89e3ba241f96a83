// Doors for other tools: what came in by each, its key, and the lines to copy into the tool.
import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useResource } from '../monitors/use-resource.ts';
import { CopyField } from '../settings/copy-field.tsx';
import { useSession } from '../state/session.tsx';
import { strings } from '../strings/index.ts';
import { Empty } from '../ui/empty.tsx';
import { When } from '../ui/time.tsx';
import { snippetsFor } from './intake-snippets.ts';
import { KindedForm } from './kinded-form.tsx';
import { OwnersAdd } from './owners-add.tsx';
import { RowActions } from './row-actions.tsx';
import type { Intake, Items, Kind } from './kinded.ts';
import { useConfigured } from './use-configured.ts';
import styles from '../settings/settings.module.css';

const words = strings.alerting;

export function Intakes() {
  const { team, server } = useSession();
  const { items, problem, editing, edit, done, reload } = useConfigured<Intake>('/intakes');
  const kinds = useResource<Items<Kind>>('/intake-kinds').value?.items ?? [];
  const [open, setOpen] = useState<string | null>(null);
  if (editing !== null)
    return <IntakeForm kinds={kinds} before={editing === 'new' ? null : editing} onDone={done} />;
  if (items === null) return problem === null ? null : <Empty title={words.unread}>{problem}</Empty>;
  return (
    <>
      {items.length === 0 ? (
        <Empty title={words.intakes.empty}>{words.intakes.emptyWhy}</Empty>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.kind}</th>
              <th scope="col">{words.intakes.seen}</th>
              <th scope="col">
                <span className="spoken">{words.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
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
                      aria-label={`${words.intakes.connect} ${intake.name}`}
                      onClick={() => setOpen(open === intake.id ? null : intake.id)}
                    >
                      {words.intakes.connect}
                    </Button>
                  </RowActions>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {items
        .filter(({ id, path }) => id === open && path !== undefined)
        .map((intake) => (
          <section key={intake.id} className={styles.block} aria-label={intake.name}>
            <h2>{words.intakes.connectTitle(intake.name)}</h2>
            {snippetsFor(intake, team ?? server).map(({ label, text }) => (
              <CopyField key={label} label={label} value={text} />
            ))}
          </section>
        ))}
      <OwnersAdd label={words.intakes.add} onAdd={() => edit('new')} />
    </>
  );
}

type FormProps = { kinds: readonly Kind[]; before: Intake | null; onDone: () => void };

function IntakeForm({ kinds, before, onDone }: FormProps) {
  const [service, setService] = useState(before?.service ?? '');
  const more = service.trim() === '' ? {} : { service: service.trim() };
  return (
    <KindedForm path="/intakes" title={words.intakes.form} {...{ kinds, before, more, onDone }}>
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
