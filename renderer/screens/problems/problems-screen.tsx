// PM5: recurring problems: the list with offered repeats, a single problem and its form.
import type { ProblemAnswer } from '#wire/api/problems.ts';
import { EditTagged } from '../../fields/edit-tagged.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useFeed } from '../../server/feed.tsx';
import { wayTo } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { NoSuch } from '../../ui/empty.tsx';
import { Awaited } from '../../ui/awaited.tsx';
import { ProblemForm } from './problem-form.tsx';
import { ProblemList } from './problem-list.tsx';
import { ProblemPage } from './problem-page.tsx';

type ScreenProps = { problem: string | null; isEditing: boolean; query: string };

export function ProblemsScreen({ problem, isEditing, query }: ScreenProps) {
  const { snapshot } = useFeed();
  if (!snapshot) return <Awaited title={strings.problems.title} />;
  if (problem === null) return <ProblemList snapshot={snapshot} />;
  const found = snapshot.problems?.find(({ id }) => id === problem);
  return (
    <Sheet
      back={wayTo({ screen: 'problems', problem: isEditing ? problem : null })}
      label={strings.problems.all}
    >
      {problem === 'new' ? (
        <ProblemForm before={null} query={query} snapshot={snapshot} />
      ) : found === undefined ? (
        <NoSuch title={strings.problems.unknown} />
      ) : isEditing ? (
        <EditTagged<ProblemAnswer>
          path={`/problems/${encodeURIComponent(problem)}`}
          heading={strings.problems}
        >
          {(before) => <ProblemForm before={before} query="" snapshot={snapshot} />}
        </EditTagged>
      ) : (
        <ProblemPage problem={found} snapshot={snapshot} />
      )}
    </Sheet>
  );
}
