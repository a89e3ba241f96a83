// CH19 to CH22: whether the team measures from this computer, and all locations of the team.
import { useState, type FormEvent } from 'react';
import { Select, Switch, TextInput } from '@mantine/core';
import type { Computer } from '#wire/api/access.ts';
import type { Items } from '#wire/api/list.ts';
import type { Location, OwnLocation } from '#wire/api/locations.ts';
import { SaveButton } from '../../../fields/save-button.tsx';
import { useAttempt } from '../../../fields/use-attempt.ts';
import { sayRefusal } from '../../../fields/field.ts';
import { useApi } from '../../../server/api.ts';
import { useSilentSince } from '../../../server/feed.tsx';
import { useSession } from '../../../server/session.tsx';
import { useResource } from '../../../server/use-resource.ts';
import { strings } from '../../../strings/index.ts';
import { AwaitedPart } from '../../../ui/awaited.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { Sentence } from '../../../ui/sentence.tsx';
import { TableHead } from '../../../ui/table-head.tsx';
import { Ago } from '../../../ui/time.tsx';
import { RemoveButton } from '../remove-button.tsx';
import sheet from '../../../ui/section.module.css';
import styles from '../settings.module.css';

const words = strings.locations;
/** A location that was just added is heard within seconds. */
const lookEveryMs = 5_000;

export function Locations() {
  const { isOwner } = useSession();
  const { value, problem, reload } = useResource<Items<Location>>('/locations', { everyMs: lookEveryMs });
  return (
    <section className={styles.network} aria-labelledby="locations">
      <h2 id="locations">{words.title}</h2>
      <p className="soft">{words.lead}</p>
      <ThisComputer onChange={reload} />
      {value === null && <AwaitedPart problem={problem && words.notRead(problem)} again={reload} />}
      {value?.items.length === 0 && <p className="label">{words.none}</p>}
      {value !== null && value.items.length > 0 && <LocationTable items={value.items} reload={reload} />}
      {value !== null && isOwner && <AddLocation taken={value.items} reload={reload} />}
      {value !== null && !isOwner && <p className="label">{words.onlyOwners}</p>}
    </section>
  );
}

/** CH21: the consent of the person at this computer. The team's own server has none to give. */
function ThisComputer({ onChange }: { onChange: () => void }) {
  const api = useApi();
  const { value, reload } = useResource<OwnLocation>('/locations/this-computer', { everyMs: lookEveryMs });
  const { busy, problem, attempt } = useAttempt(() => {
    reload();
    onChange();
  });
  if (value === null) return null;
  const { name, isAllowed, checks, unsent } = value;
  const described = name === null ? words.own.unused : words.own.asked(name);
  return (
    <div>
      <Switch
        label={words.own.allow}
        description={name !== null && isAllowed ? words.own.measures(name, checks.length) : described}
        checked={isAllowed}
        disabled={busy}
        onChange={({ currentTarget: { checked } }) =>
          void attempt(() => api.put('/locations/this-computer', { isAllowed: checked }))
        }
      />
      {unsent > 0 && <p className="label">{words.own.unsent(unsent)}</p>}
      {problem !== null && <Problem>{words.notSaved(sayRefusal(problem))}</Problem>}
    </div>
  );
}

type TableProps = { items: readonly Location[]; reload: () => void };

function LocationTable({ items, reload }: TableProps) {
  return (
    <table className={sheet.table}>
      <TableHead
        columns={[words.name, words.computer, words.state, words.checks, words.secrets]}
        actions={words.actions}
      />
      <tbody>
        {items.map((location) => (
          <Line key={location.id} location={location} reload={reload} />
        ))}
      </tbody>
    </table>
  );
}

function Line({ location, reload }: { location: Location; reload: () => void }) {
  const { isOwner } = useSession();
  const isAway = useSilentSince() !== null;
  const api = useApi();
  const { busy, problem, attempt } = useAttempt(reload);
  const { id, name, device, knowsSecrets, person, computer, monitors } = location;
  const path = `/locations/${id}`;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{person === null ? words.removedComputer : words.computerOf(computer, person.name)}</td>
      <td>
        <State location={location} />
      </td>
      <td className="figures">{monitors}</td>
      <td>
        <Switch
          aria-label={words.secretsOf(name)}
          title={words.secretsHint}
          checked={knowsSecrets}
          disabled={!isOwner || busy || isAway}
          onChange={({ currentTarget: { checked } }) =>
            void attempt(() => api.put(path, { name, device, knowsSecrets: checked }))
          }
        />
      </td>
      <td>
        {isOwner && (
          <div className={sheet.actions}>
            <RemoveButton
              words={words}
              name={name}
              busy={busy}
              remove={() => void attempt(() => api.delete(path))}
            />
          </div>
        )}
        {problem !== null && <Problem>{words.notSaved(sayRefusal(problem))}</Problem>}
      </td>
    </tr>
  );
}

function State({ location: { isAllowed, heardAt, person } }: { location: Location }) {
  if (heardAt === null) return <span className="label">{words.unheard}</span>;
  if (isAllowed === false) return <>{words.waits(person?.name ?? words.removedComputer)}</>;
  return <Sentence says={words.heard} parts={{ time: <Ago at={heardAt} /> }} />;
}

function AddLocation({ taken, reload }: { taken: readonly Location[]; reload: () => void }) {
  const api = useApi();
  const { value } = useResource<Items<Computer>>('/devices');
  const [name, setName] = useState('');
  const [device, setDevice] = useState<string | null>(null);
  const { busy, problem, attempt } = useAttempt(reload);
  const free = (value?.items ?? []).filter(
    ({ id, ended }) => ended === null && !taken.some((location) => location.device === id),
  );
  if (value !== null && free.length === 0) return <p className="label">{words.noComputers}</p>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      await api.post('/locations', { name: name.trim(), device });
      setName('');
      setDevice(null);
    });
  };
  return (
    <form className={sheet.form} onSubmit={submit} aria-label={words.add}>
      <div className={sheet.fields}>
        <TextInput
          label={words.name}
          description={words.nameHint}
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ComputerField computers={free} value={device} onChange={setDevice} />
      </div>
      <div className={sheet.buttons}>
        <SaveButton loading={busy} disabled={name.trim() === '' || device === null}>
          {words.add}
        </SaveButton>
      </div>
      {problem !== null && <Problem>{words.notSaved(sayRefusal(problem))}</Problem>}
    </form>
  );
}

type ComputerProps = {
  computers: readonly Computer[];
  value: string | null;
  onChange: (device: string | null) => void;
};

const ComputerField = ({ computers, value, onChange }: ComputerProps) => (
  <Select
    label={words.computer}
    description={words.secretsHint}
    data={computers.map(({ id, computer, person }) => ({
      value: id,
      label: words.computerOf(computer, person.name),
    }))}
    value={value}
    searchable
    onChange={onChange}
  />
);
