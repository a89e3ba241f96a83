// JN9: the computers whose keys sign the journal, and ending the key of a lost one.
import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { Computer } from '#wire/api/access.ts';
import type { Items } from '#wire/api/list.ts';
import { ServerButton } from '../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../server/api.ts';
import { readMoment } from '../../time/typed-moment.ts';
import { ownZone } from '../../time/wall.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { useNow } from '../../ui/now.tsx';
import { Problem } from '../../ui/problem.tsx';
import { TableHead } from '../../ui/table-head.tsx';
import { Ago, When } from '../../ui/time.tsx';
import { useResource } from '../../server/use-resource.ts';
import { Sentence } from '../../ui/sentence.tsx';
import styles from '../../ui/section.module.css';

const words = strings.computers;

/** `onEnded`: a token ended together with the key. */
export function Computers({ onEnded }: { onEnded: () => void }) {
  const { isOwner } = useSession();
  const { value, problem, reload } = useResource<Items<Computer>>('/devices');
  const [ending, setEnding] = useState<string | null>(null);
  if (value === null)
    return problem === null ? null : <Problem again={reload}>{words.notRead(problem)}</Problem>;
  if (value.items.length === 0) return null;
  const chosen = value.items.find(({ id }) => id === ending);
  return (
    <section className={styles.block}>
      <table className={styles.table}>
        <caption>{words.head}</caption>
        <TableHead
          columns={[words.computer, isOwner && words.whose, words.since, words.seen, words.counts]}
          actions={words.actions}
        />
        <tbody>
          {value.items.map((each) => (
            <Line key={each.id} each={each} onEnd={() => setEnding(each.id)} onChange={reload} />
          ))}
        </tbody>
      </table>
      <p className={styles.advice}>{words.why}</p>
      {chosen !== undefined && (
        <EndForm
          key={chosen.id}
          each={chosen}
          onDone={() => {
            setEnding(null);
            reload();
            onEnded();
          }}
        />
      )}
    </section>
  );
}

const nameOf = ({ computer, person }: Computer): string => computer ?? words.unnamed(person.name);

function Line(props: { each: Computer; onEnd: () => void; onChange: () => void }) {
  const { each, onEnd, onChange } = props;
  const { isOwner } = useSession();
  const api = useApi();
  const [problem, setProblem] = useState<string | null>(null);
  const name = nameOf(each);
  const vouchAgain = () =>
    api
      .delete(`/devices/${each.id}/end`)
      .then(onChange, (error: unknown) => setProblem(words.notDone(sayProblem(error))));
  return (
    <tr>
      <th scope="row">{name}</th>
      {isOwner && <td>{each.person.name}</td>}
      <td>
        <When at={each.firstSeenAt} />
      </td>
      <td>
        <Ago at={each.lastSeenAt} />
      </td>
      <td>
        {each.ended === null ? (
          words.all
        ) : (
          <>
            <Sentence says={words.until} parts={{ time: <When at={each.ended.at} /> }} />
            <span className="label"> {words.endedBy(each.ended.by, each.ended.why)}</span>
          </>
        )}
      </td>
      <td>
        {each.ended === null ? (
          <Button variant="subtle" aria-label={words.endNamed(name)} onClick={onEnd}>
            {words.end}
          </Button>
        ) : (
          isOwner && (
            <ServerButton
              variant="subtle"
              aria-label={words.againNamed(name)}
              onClick={() => void vouchAgain()}
            >
              {words.again}
            </ServerButton>
          )
        )}
        {problem && <Problem>{problem}</Problem>}
      </td>
    </tr>
  );
}

/** Shows what will end before it ends. An empty time means now. */
function EndForm({ each, onDone }: { each: Computer; onDone: () => void }) {
  const api = useApi();
  const now = useNow();
  const [since, setSince] = useState('');
  const [why, setWhy] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const at = since.trim() === '' ? null : readMoment(since, now, ownZone());
  const isWrong = since.trim() !== '' && (at === null || at > now);
  const end = async () => {
    try {
      await api.post(`/devices/${each.id}/end`, {
        ...(at !== null && { at }),
        ...(why.trim() !== '' && { why }),
      });
      onDone();
    } catch (error) {
      setProblem(words.notDone(sayProblem(error)));
    }
  };
  return (
    <section className={styles.block} aria-label={words.endNamed(nameOf(each))}>
      <p className={styles.advice}>{words.whatEnds(nameOf(each))}</p>
      <div className={styles.fields}>
        <TextInput
          label={words.lostSince}
          description={words.lostHint}
          error={isWrong ? words.notPast : undefined}
          value={since}
          data-autofocus
          onChange={({ currentTarget }) => setSince(currentTarget.value)}
        />
        <TextInput
          label={words.reason}
          maxLength={300}
          value={why}
          onChange={({ currentTarget }) => setWhy(currentTarget.value)}
        />
      </div>
      {at !== null && !isWrong && (
        <p className="label">
          <Sentence says={words.understood} parts={{ time: <When at={at} /> }} />
        </p>
      )}
      <div className={styles.actions}>
        <ServerButton variant="filled" disabled={isWrong} onClick={() => void end()}>
          {words.endNow(nameOf(each))}
        </ServerButton>
        <Button variant="subtle" onClick={onDone}>
          {words.keep}
        </Button>
      </div>
      {problem && <Problem>{problem}</Problem>}
    </section>
  );
}
