import { memo, useState } from 'react';
import { LinkedText } from '#renderer/ui/linked-text.tsx';
import { sayExactly, sayTimeOfDay, sayWhen } from '#renderer/ui/say-time.ts';
import { SeverityMark } from '#renderer/ui/severity-mark.tsx';
import type { Entry } from '#room/incident.ts';
import { GradeMark } from './grade-mark.tsx';
import { kindWord } from './kind-words.ts';
import { isBackDated } from './rows.ts';
import type { Speaker } from './use-say.ts';
import styles from './timeline.module.css';

type SpokenEntry = Speaker & { entry: Entry };
export type EntryRowProps = SpokenEntry & { isUnread: boolean };

/** Longer texts are cut here until somebody asks for the rest. */
const longText = 600;

export const EntryRow = memo(function EntryRow({ entry, isUnread, names, say }: EntryRowProps) {
  const { fact, retracted } = entry;
  const { icon: KindIcon, word } = kindWord(fact.kind);
  return (
    <div className={styles.entry} data-kind={fact.kind} data-key={entry.isKey} data-system={entry.isSystem}>
      <time className={styles.time} dateTime={new Date(entry.at).toISOString()} title={sayExactly(entry.at)}>
        {sayTimeOfDay(entry.at)}
        {isUnread && <span className="spoken"> (new)</span>}
      </time>
      <span className={styles.kind} title={entry.isKey ? `${word}, a key event` : word}>
        <KindIcon size={14} stroke={1.75} aria-hidden="true" />
        <span className="clip">{word}</span>
        {entry.isKey && <span className="spoken"> (key event)</span>}
      </span>
      <div className={styles.body}>
        {retracted ? (
          <Retracted entry={entry} names={names} say={say} />
        ) : (
          <Line entry={entry} names={names} say={say} />
        )}
        <Remarks entry={entry} names={names} say={say} />
      </div>
    </div>
  );
});

function Line({ entry, names, say }: SpokenEntry) {
  const { fact } = entry;
  return (
    <p className={styles.line}>
      {fact.kind === 'severity' && <SeverityMark severity={fact.severity} />}
      <Said text={say(fact)} who={names(entry.by)} />
      {fact.kind === 'action' && fact.repair && <span className={styles.repair}>{fact.repair} repair</span>}
      {fact.kind === 'action' && <GradeMark entry={entry} names={names} />}
    </p>
  );
}

/** The sentence with its author set apart, and long ones cut until asked for. */
function Said({ text, who }: { text: string; who: string }) {
  const [isWhole, setWhole] = useState(false);
  const isCut = !isWhole && text.length > longText;
  const shown = isCut ? `${text.slice(0, longText).trimEnd()}…` : text;
  const hasAuthor = shown.startsWith(who);
  return (
    <>
      {hasAuthor && <span className={styles.who}>{who}</span>}
      <LinkedText text={hasAuthor ? shown.slice(who.length) : shown} />
      {isCut && (
        <button type="button" className={styles.more} onClick={() => setWhole(true)}>
          Show all
        </button>
      )}
    </>
  );
}

function Retracted({ entry, names, say }: SpokenEntry) {
  const [isShown, setShown] = useState(false);
  const { retracted, fact } = entry;
  if (!retracted) return null;
  return (
    <p className={styles.retracted}>
      Struck out by {names(retracted.by)}
      {retracted.why ? `: ${retracted.why}` : ''}
      <button
        type="button"
        className={styles.more}
        aria-expanded={isShown}
        onClick={() => setShown(!isShown)}
      >
        {isShown ? 'Hide the original' : 'Show the original'}
      </button>
      {isShown && <s className={styles.original}>{say(entry.original ?? fact)}</s>}
    </p>
  );
}

/** What must be known about the entry itself: noted later than it happened, corrected, by whom. */
function Remarks({ entry, names, say }: SpokenEntry) {
  const [isShown, setShown] = useState(false);
  const last = entry.amendedBy.at(-1);
  const late = isBackDated(entry);
  if (!late && (!last || entry.retracted)) return null;
  return (
    <p className={styles.remarks}>
      {late && (
        <span title={`Happened ${sayExactly(entry.at)}, noted ${sayExactly(entry.noted)}`}>
          happened {sayTimeOfDay(entry.at)}, noted {sayWhen(entry.noted, entry.at)}
        </span>
      )}
      {last && !entry.retracted && (
        <span>
          amended {sayWhen(last.noted, entry.at)} by {names(last.by)}
          {entry.original && (
            <button
              type="button"
              className={styles.more}
              aria-expanded={isShown}
              onClick={() => setShown(!isShown)}
            >
              {isShown ? 'Hide the original' : 'Show the original'}
            </button>
          )}
        </span>
      )}
      {isShown && entry.original && (
        <span className={styles.original}>
          {sayTimeOfDay(entry.original.at)} {say(entry.original)}
        </span>
      )}
    </p>
  );
}
