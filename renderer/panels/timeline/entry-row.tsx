import { memo, useState } from 'react';
import { AttachmentPreview } from '#renderer/attachments/attachment-preview.tsx';
import { EraseFile } from '#renderer/attachments/erase-file.tsx';
import { useSession } from '#renderer/state/session.tsx';
import { sayExactly, sayTimeOfDay } from '#renderer/ui/say-time.ts';
import { SeverityMark } from '#renderer/ui/severity-mark.tsx';
import { writerOf } from '#room/say.ts';
import type { Entry } from '#room/incident.ts';
import { strings } from '../../strings/index.ts';
import { PersonName } from '../person/person-name.tsx';
import type { Thread } from '#room/thread.ts';
import { Answers, Remarks } from './entry-remarks.tsx';
import { GradeMark } from './grade-mark.tsx';
import { kindWord } from './kind-words.ts';
import { NamedText } from './named-text.tsx';
import type { Speaker } from './use-say.ts';
import styles from './timeline.module.css';

const words = strings.timeline;

type SpokenEntry = { entry: Entry; speaker: Speaker };
export type EntryRowProps = SpokenEntry & { isUnread: boolean; thread?: Thread | null };

/** Longer texts are cut here until somebody asks for the rest. */
const longText = 600;
const nobody: readonly string[] = [];

export const EntryRow = memo(function EntryRow({ entry, isUnread, speaker, thread = null }: EntryRowProps) {
  const { fact, retracted } = entry;
  const { icon: KindIcon, word } = kindWord(fact.kind);
  return (
    <div className={styles.entry} data-kind={fact.kind} data-key={entry.isKey} data-system={entry.isSystem}>
      <time className={styles.time} dateTime={new Date(entry.at).toISOString()} title={sayTimes(entry)}>
        {sayTimeOfDay(entry.at)}
        {isUnread && <span className="spoken">{words.new}</span>}
      </time>
      <span className={styles.kind} title={entry.isKey ? words.keyEvent(word) : word}>
        <KindIcon size={14} stroke={1.75} aria-hidden="true" />
        <span className="clip">{word}</span>
        {entry.isKey && <span className="spoken">{words.keyEventLabel}</span>}
      </span>
      <div className={styles.body}>
        <Answers entry={entry} speaker={speaker} thread={thread} />
        {retracted ? <Retracted entry={entry} speaker={speaker} /> : <Line entry={entry} speaker={speaker} />}
        {fact.kind === 'attachment' && !retracted && <AttachmentPreview file={fact} />}
        <Remarks entry={entry} speaker={speaker} thread={thread} />
      </div>
    </div>
  );
});

/** FA7: to the second both are here, also where they are too close for a line of their own. */
function sayTimes({ at, noted }: Entry): string {
  return Math.abs(noted - at) < 1_000
    ? sayExactly(at)
    : words.happenedNoted(sayExactly(at), sayExactly(noted));
}

function Line({ entry, speaker: { names, say } }: SpokenEntry) {
  const { fact } = entry;
  const mentions = 'mentions' in fact ? (fact.mentions ?? nobody) : nobody;
  return (
    <p className={styles.line}>
      {fact.kind === 'severity' && (
        <>
          <SeverityMark severity={fact.severity} />{' '}
        </>
      )}
      <Said text={say(fact)} by={entry.by} who={writerOf(fact, names)} mentions={mentions} names={names} />{' '}
      {fact.kind === 'action' && fact.repair && (
        <span className={styles.repair}>{words.repair(fact.repair)}</span>
      )}{' '}
      {fact.kind === 'action' && <GradeMark entry={entry} names={names} />}
    </p>
  );
}

type SaidProps = {
  text: string;
  by: string;
  who: string;
  mentions: readonly string[];
  names: (id: string) => string;
};

/** The sentence with its author set apart, and long ones cut until asked for. */
function Said({ text, by, who, mentions, names }: SaidProps) {
  const { me } = useSession();
  const [isWhole, setWhole] = useState(false);
  const isCut = !isWhole && text.length > longText;
  const shown = isCut ? `${text.slice(0, longText).trimEnd()}…` : text;
  const hasAuthor = shown.startsWith(who);
  return (
    <>
      {hasAuthor && (
        <span className={styles.who}>
          <PersonName id={by} shown={who} isTabStop={false} />
        </span>
      )}
      <NamedText
        text={hasAuthor ? shown.slice(who.length) : shown}
        mentions={mentions}
        names={names}
        me={me.id}
      />
      {isCut && (
        <button type="button" className={styles.more} onClick={() => setWhole(true)}>
          {words.showAll}
        </button>
      )}
    </>
  );
}

function Retracted({ entry, speaker: { names, say } }: SpokenEntry) {
  const [isShown, setShown] = useState(false);
  const { retracted, fact } = entry;
  if (!retracted) return null;
  return (
    <p className={styles.retracted}>
      {words.struckOutBy(names(retracted.by), retracted.why ? `: ${retracted.why}` : '')}
      <button
        type="button"
        className={styles.more}
        aria-expanded={isShown}
        onClick={() => setShown(!isShown)}
      >
        {isShown ? words.hideOriginal : words.showOriginal}
      </button>
      {isShown && <s className={styles.original}>{say(entry.original ?? fact)}</s>}
      {isShown && fact.kind === 'attachment' && <EraseFile file={fact} />}
    </p>
  );
}
