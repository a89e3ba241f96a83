// The changes since I left, in words above the room. One key closes it.
import { useMemo, useState } from 'react';
import { notifications } from '@mantine/notifications';
import parts from '#renderer/ui/rows.module.css';
import { useEscape } from '#renderer/ui/use-escape.ts';
import { sayProblem } from '#renderer/server/http.ts';
import { useOpenRoom, useRoom } from '#renderer/live-room/room-provider.tsx';
import { usePersonName } from '#renderer/server/feed.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { useTeamClock } from '#renderer/ui/now.tsx';
import { sayWhen } from '#renderer/ui/say-time.ts';
import { catchUp, type CatchUp } from '#room/catch-up/catch-up.ts';
import { fold } from '#room/fold/fold.ts';
import { strings } from '../../../strings/index.ts';
import { useLayout } from '../layout-store.ts';
import { useOverRoom } from '../over-room-store.ts';
import type { Away } from './use-away.ts';
import styles from './catch-up.module.css';

const words = strings.catchUp;

// More changes than this become a list.
const inSentence = 5;

function Changes({ changes }: { changes: readonly string[] }) {
  if (changes.length <= inSentence) return changes.join(', ');
  return (
    <span className={styles.list}>
      {changes.map((change, index) => (
        <span key={change}>
          {change}
          {index < changes.length - 1 && <span className="spoken">, </span>}
        </span>
      ))}
    </span>
  );
}

/** CU4: no catch-up after a shorter absence. */
const longAwayMs = 2 * 60_000;

export function CatchUpStrip({ id, away }: { id: string; away: Away }) {
  const isAsked = useOverRoom((state) => state.catchingUp === id);
  const ask = useOverRoom((state) => state.catchUp);
  const replay = useOverRoom((state) => state.replay);
  const tab = useLayout((state) => state.tab);
  const [dismissed, setDismissed] = useState<Away | null>(null);
  // The review has keys of its own: there the replay begins at what is read, and Z freezes the part that is read.
  useKeys({
    ...(tab !== 'review' && {
      z: { run: () => ask(isAsked ? null : id), label: words.catchMeUp, group: words.room },
      g: { run: () => replay(id), label: words.replay, group: words.room },
    }),
  });
  const wasLongAway = away.left !== null && away.back - away.left.at >= longAwayMs;
  if (!isAsked && (!wasLongAway || dismissed === away)) return null;
  const close = () => {
    setDismissed(away);
    ask(null);
  };
  return <News key={away.back} away={away} isAsked={isAsked} onClose={close} />;
}

type NewsProps = { away: Away; isAsked: boolean; onClose: () => void };

function News({ away, isAsked, onClose }: NewsProps) {
  const [fromBeginning, setFromBeginning] = useState(false);
  const news = useNews(away, fromBeginning);
  const isShown = isAsked || news.changes.length > 0;
  useEscape(isShown, onClose);
  if (!isShown) return null;
  return (
    <section className={styles.strip} aria-label={words.whatChanged} aria-live="polite">
      <p className={styles.told}>
        <strong>{news.heading}:</strong>{' '}
        {news.changes.length > 0 ? <Changes changes={news.changes} /> : words.nothingChanged}
        {news.changes.length <= inSentence && '.'}
      </p>
      {news.standing.length > 0 && (
        <p className={styles.standing} lang="en">
          {news.standing.join('. ')}.
        </p>
      )}
      <div className={styles.acts}>
        <CopyHandover text={news.handover} />
        <button type="button" className={parts.quiet} onClick={() => setFromBeginning(!fromBeginning)}>
          {fromBeginning ? words.onlyMine : words.sinceBegan}
        </button>
        <button type="button" className={parts.quiet} onClick={onClose}>
          {words.close} <Kbd keys="escape" />
        </button>
      </div>
    </section>
  );
}

function useNews({ left, back }: Away, fromBeginning: boolean): CatchUp {
  const open = useOpenRoom();
  const room = useRoom();
  const names = usePersonName();
  const clock = useTeamClock();
  const { me } = useSession();
  return useMemo(() => {
    const at = clock.now();
    return catchUp({
      // The earlier state may itself still be loading, so it is computed again when the room changes.
      had: left === null || fromBeginning ? fold([]) : open.knew(left.mark, me.id),
      now: room,
      person: me.id,
      leftAt: left?.at ?? null,
      backAt: back,
      at,
      fromBeginning,
      names,
      sayTime: (time) => sayWhen(time, at),
    });
  }, [left, back, fromBeginning, open, room, names, clock, me.id]);
}

function CopyHandover({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch (refused) {
      notifications.show({
        title: words.notCopied,
        message: words.clipboardDidNot(sayProblem(refused)),
      });
    }
  };
  return (
    <button type="button" className={parts.act} onClick={() => void copy()} onBlur={() => setCopied(false)}>
      {isCopied ? words.copied : words.copyHandover}
    </button>
  );
}
