import type { LibraryPlaybook } from '#room/playbooks/library.ts';
import type { PlaybookFigures } from '#room/playbooks/playbook-statistics.ts';
import { usePersonName } from '../../server/feed.tsx';
import { strings } from '../../strings/index.ts';
import { useNow } from '../../ui/now.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import { Ago } from '../../ui/time.tsx';
import type { Figures } from './use-figures.ts';
import styles from './playbooks.module.css';

const words = strings.playbooks;
const dayMs = 86_400_000;
/** After this many days without review, a playbook counts as stale. */
const staleDays = 90;

type ReviewedProps = {
  playbook: LibraryPlaybook;
  /** Outside a table, so without a column title. */
  isSentence?: boolean;
};

export function Reviewed({ playbook, isSentence = false }: ReviewedProps) {
  const now = useNow();
  const names = usePersonName();
  const { reviewedAt, reviewed } = playbook;
  const { never, fresh, stale, by } = isSentence ? words.reviewed.sentence : words.reviewed;
  if (reviewedAt === null) return <span className={styles.stale}>{never}</span>;
  const days = Math.max(0, Math.floor((now - reviewedAt) / dayMs));
  const isStale = days >= staleDays;
  return (
    <span className={isStale ? styles.stale : undefined}>
      {isStale ? stale(days) : fresh(days)}
      {reviewed && ` ${by(names(reviewed.by))}`}
    </span>
  );
}

type UsedProps = {
  id: string;
  known: Figures;
  /** Outside a table, so without a column title. */ isSentence?: boolean;
};

export function Used({ id, known, isSentence = false }: UsedProps) {
  if (known.problem !== null) return <span title={known.problem}>{words.used.unknown}</span>;
  if (known.figures === null) return null;
  const figures: PlaybookFigures | undefined = known.figures.get(id);
  if (!figures) return words.used.never;
  return (
    <>
      {isSentence ? (
        <>
          {words.used.usedTimes(figures.timesUsed)}, <Ago at={figures.lastUsedAt} />
        </>
      ) : (
        <>
          <Ago at={figures.lastUsedAt} />, {words.used.times(figures.timesUsed)}
        </>
      )}
    </>
  );
}

/** PB11: a drill uses the playbook too, so `Used` alone does not say that somebody tried it. */
export function Drilled({ id, known }: Pick<UsedProps, 'id' | 'known'>) {
  if (known.figures === null) return null;
  const drilledAt = known.figures.get(id)?.lastDrilledAt;
  if (drilledAt === undefined) return words.drilled.never;
  return <Sentence says={words.drilled.ago} parts={{ time: <Ago at={drilledAt} /> }} />;
}
