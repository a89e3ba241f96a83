// SP111: publishing while the team's server is away: the targets before, the result after.
import type { TargetState } from '#wire/api/status-pages.ts';
import { Button } from '@mantine/core';
import { strings } from '../../../strings/index.ts';
import { When } from '../../../ui/time.tsx';
import type { StatusPage } from '../status-page.ts';
import type { AwayOutcome } from './use-publishing.ts';
import { Sentence } from '../../../ui/sentence.tsx';
import styles from '../status-pages.module.css';

const words = strings.statusPages.away;

/** Shown only while the server is away. */
export function AwayNote({ page: { away, address } }: { page: StatusPage }) {
  if (away === undefined) return null;
  return (
    <p role="note">
      {away.places.length === 0 ? words.nowhere : words.publishesTo(away.places)}{' '}
      {away.leftOut.length > 0 && words.leftOut(away.leftOut)} {words.later(address)}{' '}
      <Sentence says={words.pageAsOf} parts={{ time: <When at={away.asOf} /> }} />
    </p>
  );
}

type OutcomesProps = { outcomes: readonly AwayOutcome[]; close: () => void };

export function AwayOutcomes({ outcomes, close }: OutcomesProps) {
  return (
    <div className={styles.form} role="status">
      {outcomes.map(({ page, targets }) => (
        <section key={page.id} aria-label={page.name}>
          <p>{words.kept(page.name)}</p>
          <ul className={styles.items} aria-label={words.places}>
            {targets.map((target) => (
              <Place key={target.place} target={target} />
            ))}
          </ul>
          <p>{words.later(page.address)}</p>
        </section>
      ))}
      <div className={styles.buttons}>
        <Button variant="filled" onClick={close} data-autofocus autoFocus>
          {words.done}
        </Button>
      </div>
    </div>
  );
}

function Place({ target: { place, problem } }: { target: TargetState }) {
  return (
    <li>
      <span className={styles.name}>{problem === null ? words.reached : words.notReached}</span>
      <span>
        <span className="mono">{place}</span>
        {problem !== null && <b className={styles.below}>{problem}</b>}
      </span>
    </li>
  );
}
