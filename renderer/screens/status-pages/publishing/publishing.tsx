import type { PageState, Published, TargetState } from '#wire/api/status-pages.ts';
import { useState } from 'react';
import { Button } from '@mantine/core';
import { sayProblem, useApi } from '../../../server/api.ts';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { Problem } from '../../../ui/problem.tsx';
import { When } from '../../../ui/time.tsx';
import { pagePath } from '../status-page.ts';
import { Sentence } from '../../../ui/sentence.tsx';
import styles from '../status-pages.module.css';

const words = strings.statusPages.one;

type Props = { id: string; state: PageState; reload: () => void };

/** SP81: the page's extra publishing targets, and the button that publishes now. */
export function Publishing({ id, state, reload }: Props) {
  const { canWrite } = useSession();
  const { isBusy, said, problem, publish } = usePublish(id, reload);
  return (
    <section aria-label={words.targets}>
      <h2>{words.targets}</h2>
      {state.targets.length === 0 && <p className="soft">{words.noTargets}</p>}
      <ul className={styles.items}>
        {state.targets.map((target) => (
          <Target
            key={`${target.kind} ${target.place}`}
            target={target}
            isBusy={isBusy}
            {...(canWrite && { onPublish: () => void publish(target) })}
          />
        ))}
      </ul>
      {state.renderedAt !== null && (
        <p className="soft">
          <Sentence says={words.rendered} parts={{ time: <When at={state.renderedAt} /> }} />
        </p>
      )}
      {canWrite && (
        <p className={styles.publish}>
          <Button size="compact-sm" loading={isBusy} onClick={() => void publish()}>
            {words.publish}
          </Button>
          <span role="status">{said}</span>
        </p>
      )}
      {problem !== null && <Problem>{problem}</Problem>}
    </section>
  );
}

/** The server's place starts with the kind, which is already shown beside it. */
const placeOf = ({ kind, place }: TargetState) =>
  place.startsWith(`${kind} `) ? place.slice(kind.length + 1) : place;

type TargetProps = { target: TargetState; isBusy: boolean; onPublish?: () => void };

/** Publishing to this one target is the way to test it. */
function Target({ target, isBusy, onPublish }: TargetProps) {
  const { kind, sequence, at, problem } = target;
  return (
    <li>
      <span className={styles.name}>{words.kinds[kind]}</span>
      <span>
        <span className="mono">{placeOf(target)}</span>
        <span className={styles.below}>
          {sequence === null || at === null ? (
            words.nothingThere
          ) : (
            // A sequence is the time in milliseconds, or a little more (SP65).
            <Sentence
              says={words.there}
              parts={{ time: <When at={sequence} />, published: <When at={at} /> }}
            />
          )}
        </span>
        {problem !== null && <b className={styles.below}>{problem}</b>}
        {onPublish !== undefined && (
          <Button
            className={styles.below ?? ''}
            size="compact-sm"
            variant="subtle"
            disabled={isBusy}
            aria-label={words.tryPlace(placeOf(target))}
            onClick={onPublish}
          >
            {words.tryIt}
          </Button>
        )}
      </span>
    </li>
  );
}

function usePublish(id: string, reload: () => void) {
  const api = useApi();
  const [isBusy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const publish = async (only?: TargetState) => {
    setBusy(true);
    setSaid('');
    setProblem(null);
    try {
      const { targets } = await api.post<Published>(pagePath(id, '/publish'), {
        ...(only !== undefined && { place: only.place }),
      });
      const tried = targets.filter(({ place }) => only === undefined || place === only.place);
      const failed = tried.flatMap((target) =>
        target.problem === null ? [] : [`${placeOf(target)}: ${target.problem}`],
      );
      if (failed.length > 0) setProblem(words.publishedButFor(failed));
      else if (only === undefined) setSaid(words.published(targets.length));
      else setSaid(words.publishedThere(placeOf(only)));
      reload();
    } catch (error) {
      setProblem(words.notPublished(sayProblem(error)));
    }
    setBusy(false);
  };
  return { isBusy, said, problem, publish };
}
