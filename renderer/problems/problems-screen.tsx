// PM5: recurring problems: the list with offered repeats, a single problem and its form.
import type { ReactNode } from 'react';
import type { ProblemRecord } from '#room/problems.ts';
import { EditTagged } from '../fields/edit-tagged.tsx';
import { useEscape } from '../ui/use-escape.ts';
import { useFeed } from '../state/feed.tsx';
import { go, routeHash } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { Empty } from '../ui/empty.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { KeysWait } from '../ui/keys.tsx';
import { ProblemForm } from './problem-form.tsx';
import { ProblemList } from './problem-list.tsx';
import { ProblemPage } from './problem-page.tsx';
import styles from './problems.module.css';

type ScreenProps = { problem: string | null; isEditing: boolean; query: string };

export function ProblemsScreen({ problem, isEditing, query }: ScreenProps) {
  const { snapshot } = useFeed();
  if (!snapshot) return <KeysWait />;
  if (problem === null) return <ProblemList snapshot={snapshot} />;
  const found = snapshot.problems?.find(({ id }) => id === problem);
  return (
    <Within back={isEditing ? problem : null}>
      {problem === 'new' ? (
        <ProblemForm before={null} query={query} snapshot={snapshot} />
      ) : found === undefined ? (
        <Empty title={strings.problems.unknown} />
      ) : isEditing ? (
        <EditTagged<Partial<ProblemRecord> & { id: string; name: string }>
          path={`/problems/${encodeURIComponent(problem)}`}
        >
          {(before) => <ProblemForm before={before} query="" snapshot={snapshot} />}
        </EditTagged>
      ) : (
        <ProblemPage problem={found} snapshot={snapshot} />
      )}
    </Within>
  );
}

/** Escape leads back: from a form to its problem, else to the list. */
function Within({ back, children }: { back: string | null; children: ReactNode }) {
  useEscape(true, () => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && activeElement.matches('input, textarea, select'))
      activeElement.blur();
    else go({ screen: 'problems', problem: back });
  });
  return (
    <div className={styles.screen}>
      <a className={styles.back} href={routeHash({ screen: 'problems', problem: back })}>
        {strings.problems.all} <Kbd keys="escape" />
      </a>
      {children}
    </div>
  );
}
