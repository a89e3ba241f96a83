import { usePersonName } from '#renderer/state/feed.tsx';
import { When } from '#renderer/ui/time.tsx';
import { diffWords } from '#room/comms/diff.ts';
import { approvedText, type Standing } from '#room/comms/standing.ts';
import parts from '../parts.module.css';
import styles from './comms.module.css';

export function StandingWords({ standing }: { standing: Standing }) {
  const isStale = standing.state === 'stale';
  return (
    <>
      <p role="status" aria-label="Where the draft stands" className={isStale ? parts.late : styles.state}>
        <Words standing={standing} />
      </p>
      {standing.state === 'stale' && <Changes standing={standing} />}
    </>
  );
}

function Words({ standing }: { standing: Standing }) {
  const names = usePersonName();
  switch (standing.state) {
    case 'empty':
      return 'Empty.';
    case 'drafting':
      return 'Being drafted. Nobody has approved it.';
    case 'ready':
      return 'Ready to be approved.';
    case 'approved':
      return (
        <>
          Approved as it stands by {names(standing.approval.by)} at <When at={standing.approval.at} />.
        </>
      );
    case 'stale':
      return (
        <>
          Stale: it changed since {names(standing.approval.by)} approved it at{' '}
          <When at={standing.approval.at} />. Approve it again.
        </>
      );
    case 'sent': {
      const last = standing.sent.at(-1);
      if (!last) return null;
      return (
        <>
          Sent by {standing.sent.map(({ channel }) => channel).join(', ')} at <When at={last.at} />,{' '}
          {last.delivery === undefined ? 'logged ' : ''}
          by {names(last.by)}.
        </>
      );
    }
    default:
      return null;
  }
}

/** What is different from what was approved, in the words that readers would have seen. */
function Changes({ standing }: { standing: Extract<Standing, { state: 'stale' }> }) {
  const before = approvedText(standing.approval);
  if (before === null)
    return <p className="soft">What was approved was not kept, so the change cannot be shown.</p>;
  return (
    <p className={styles.changes} aria-label="What changed since it was approved">
      {diffWords(before, standing.rendered.text).map(({ kind, text }, place) => {
        const key = `${kind} ${place}`;
        if (kind === 'gone') return <del key={key}>{text}</del>;
        if (kind === 'new') return <ins key={key}>{text}</ins>;
        return <span key={key}>{shorten(text)}</span>;
      })}
    </p>
  );
}

/** The same words on both sides are only there to find the place. */
function shorten(text: string): string {
  if (text.length <= 80) return text;
  return `${text.slice(0, 36).replace(/\S*$/u, '')}… ${text.slice(-36).replace(/^\S*\s*/u, '')}`;
}
