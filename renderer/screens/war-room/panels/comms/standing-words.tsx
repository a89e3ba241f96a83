import { usePersonName } from '#renderer/server/feed.tsx';
import { Sentence } from '#renderer/ui/sentence.tsx';
import { When } from '#renderer/ui/time.tsx';
import { diffWords } from '#room/comms/diff.ts';
import { approvedText, type DraftStanding } from '#room/comms/standing.ts';
import { strings } from '../../../../strings/index.ts';
import parts from '#renderer/ui/rows.module.css';
import styles from './comms.module.css';

const words = strings.comms;

export function StandingWords({ standing }: { standing: DraftStanding }) {
  const isStale = standing.state === 'stale';
  return (
    <>
      <p role="status" aria-label={words.stateLabel} className={isStale ? parts.late : styles.state}>
        <Words standing={standing} />
      </p>
      {standing.state === 'stale' && <Changes standing={standing} />}
    </>
  );
}

function Words({ standing }: { standing: DraftStanding }) {
  const names = usePersonName();
  switch (standing.state) {
    case 'empty':
      return words.empty;
    case 'drafting':
      return words.draftNotApproved;
    case 'ready':
      return words.readyToApprove;
    case 'approved': {
      const { by, at } = standing.approval;
      return <Sentence says={words.approvedBy} parts={{ person: names(by), time: <When at={at} /> }} />;
    }
    case 'stale': {
      const { by, at } = standing.approval;
      return <Sentence says={words.staleSince} parts={{ person: names(by), time: <When at={at} /> }} />;
    }
    case 'sent': {
      const last = standing.sent.at(-1);
      if (!last) return null;
      return (
        <Sentence
          says={last.delivery === undefined ? words.loggedBy : words.sentBy}
          parts={{
            channels: standing.sent.map(({ channel }) => channel).join(', '),
            time: <When at={last.at} />,
            person: names(last.by),
          }}
        />
      );
    }
    default:
      return null;
  }
}

/** The difference from the approved text, in the words readers would have seen. */
function Changes({ standing }: { standing: Extract<DraftStanding, { state: 'stale' }> }) {
  const before = approvedText(standing.approval);
  if (before === null) return <p className="soft">{words.approvedTextGone}</p>;
  return (
    <p className={styles.changes} aria-label={words.changesLabel}>
      {diffWords(before, standing.rendered.text).map(({ kind, text }, place) => {
        const key = `${kind} ${place}`;
        if (kind === 'gone') return <del key={key}>{text}</del>;
        if (kind === 'new') return <ins key={key}>{text}</ins>;
        return <span key={key}>{shorten(text)}</span>;
      })}
    </p>
  );
}

/** Shortens unchanged text, which only shows where the change is. */
function shorten(text: string): string {
  if (text.length <= 80) return text;
  return `${text.slice(0, 36).replace(/\S*$/u, '')}… ${text.slice(-36).replace(/^\S*\s*/u, '')}`;
}
