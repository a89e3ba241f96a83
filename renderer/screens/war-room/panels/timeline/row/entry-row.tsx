import { memo, useState, type ReactNode } from 'react';
import { AttachmentPreview } from '#renderer/attachments/attachment-preview.tsx';
import { EraseFile } from '#renderer/attachments/erase-file.tsx';
import { OriginalLink } from '#renderer/live-room/original-link.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { sayExactly, sayTimeOfDay } from '#renderer/ui/say-time.ts';
import { SeverityMark } from '#renderer/ui/severity-mark.tsx';
import type { Weight } from '#room/account/weight.ts';
import { writerOf } from '#room/facts/say.ts';
import { markOf } from '#room/facts/action-type.ts';
import type { Fact, FactId } from '#room/facts/fact.ts';
import type { Entry } from '#room/view/room-view.ts';
import { addressOf } from '#room/account/address-of.ts';
import { useOpenLink } from '../../../../../ui/open-link.ts';
import { strings } from '../../../../../strings/index.ts';
import { PersonName } from '../../person/person-name.tsx';
import type { Thread } from '#room/fold/thread.ts';
import { Answers, Remarks, Replies } from './entry-remarks.tsx';
import { GradeMark } from './grade-mark.tsx';
import { kindWord } from '../kind-words.ts';
import { NamedText } from './named-text.tsx';
import type { Speaker } from '../use-say.ts';
import styles from '../timeline.module.css';

const words = strings.timeline;

type SpokenEntry = { entry: Entry; speaker: Speaker };
export type EntryRowProps = SpokenEntry & {
  weight: Weight;
  isUnread: boolean;
  /** Shows the time in seconds, while the row is hovered or chosen. */
  isExact?: boolean;
  repeatsMinute?: boolean;
  /** The entry it is listed beneath. The row then does not show which entry it answers. */
  under?: FactId | null;
  isStruck?: boolean;
  thread?: Thread | null;
  /** The action buttons, on the row's second line. */
  tools?: ReactNode;
};

/** Longer texts are cut here until the reader expands them. */
const longText = 600;
const nobody: readonly string[] = [];

/** One entry: its time, its icon, what happened and who did it, and below that the remarks about it. */
export const EntryRow = memo(function EntryRow(props: EntryRowProps) {
  const { entry, weight, isUnread, speaker, thread = null, under = null, isStruck = false } = props;
  const { fact, retracted } = entry;
  const { icon: KindIcon, word } = kindWord(fact.kind);
  const isStanding = retracted === null;
  return (
    <div
      className={styles.entry}
      data-kind={fact.kind}
      data-weight={weight}
      data-beneath={under !== null}
      data-struck={isStruck}
    >
      <time
        className={styles.time}
        dateTime={new Date(entry.at).toISOString()}
        title={sayTimes(entry)}
        data-repeats={(props.repeatsMinute ?? false) && !props.isExact}
      >
        {sayTimeOfDay(entry.at)}
        {props.isExact && <span className={styles.seconds}>:{sayExactly(entry.at).slice(17, 19)}</span>}
        {isUnread && <span className="spoken"> {words.new}</span>}
      </time>
      <span className={styles.kind} title={entry.isKey ? words.keyEvent(word) : word}>
        <KindIcon size={14} stroke={1.75} aria-hidden="true" />
        <span className="spoken">{word}</span>
        {entry.isKey && <span className="spoken"> {words.keyEventLabel}</span>}
      </span>
      <div className={styles.body}>
        <Answers entry={entry} speaker={speaker} thread={thread} under={under} />
        {isStanding ? (
          <Line entry={entry} speaker={speaker} isInThread={thread !== null} />
        ) : (
          <Retracted entry={entry} speaker={speaker} />
        )}
        {isStanding && fact.kind === 'attachment' && <AttachmentPreview file={fact} />}
        {isStanding && fact.kind === 'action' && <GradeMark entry={entry} names={speaker.names} />}
        <div className={styles.second}>
          <Remarks entry={entry} speaker={speaker} isRefuted={isStruck && under === null} />
          {props.tools}
        </div>
      </div>
    </div>
  );
});

/** FA7: both times in seconds, even when they are too close to be shown as two on the line. */
function sayTimes({ at, noted }: Entry): string {
  return Math.abs(noted - at) < 1_000
    ? sayExactly(at)
    : words.happenedNoted(sayExactly(at), sayExactly(noted));
}

function Line({ entry, speaker, isInThread }: SpokenEntry & { isInThread: boolean }) {
  const { names, word } = speaker;
  const { fact } = entry;
  const { lead, text, author } = word(fact);
  const mentions = 'mentions' in fact ? (fact.mentions ?? nobody) : nobody;
  const who = (
    <span className={styles.who}>
      <PersonName id={entry.by} shown={writerOf(fact, names)} isTabStop={false} />
      {author === 'first' && fact.kind === 'note' && ':'}
    </span>
  );
  return (
    <p className={styles.line} data-said>
      {author === 'first' && <>{who} </>}
      {lead !== null && <span className={styles.lead}>{lead} </span>}
      {fact.kind === 'severity' && <SeverityMark severity={fact.severity} />}
      <Said
        text={fact.kind === 'severity' ? text.slice(fact.severity.length).replace(/^\.?\s*/u, ' ') : text}
        mentions={mentions}
        names={names}
        isMail={fact.kind === 'sent'}
      />{' '}
      {author === 'after' && who} <About fact={fact} />
      {fact.kind === 'action' && <ActionMarks action={fact} />}
      {!isInThread && <Replies entry={entry} />}
    </p>
  );
}

/** GR6: the kind of action, and how long the repair lasts. */
function ActionMarks({ action: { type, text, repair } }: { action: Fact<'action'> }) {
  const kind = markOf(type ?? null, text);
  const marks = [kind, repair && words.repairs[repair]];
  const said = marks.filter(Boolean).join(', ');
  return said === '' ? null : <span className={styles.repair}>{said}</span>;
}

/** TL9, WD3: the address or the incident that a line refers to. */
function About({ fact }: { fact: Entry['fact'] }) {
  const open = useOpenLink();
  const address = addressOf(fact);
  if (address !== null)
    return (
      <button
        type="button"
        tabIndex={-1}
        className={styles.more}
        title={address}
        onClick={() => open(address)}
      >
        {words.openAddress(new URL(address).host)}
      </button>
    );
  if (fact.kind === 'note' && fact.incident !== undefined)
    return <OriginalLink id={fact.incident} number={null} isAct />;
  const withdrawn = fact.kind === 'status' ? fact.withdrawn : undefined;
  if (withdrawn?.duplicateOf === undefined) return null;
  return <OriginalLink id={withdrawn.duplicateOf} number={withdrawn.number} isAct />;
}

type SaidProps = {
  text: string;
  mentions: readonly string[];
  names: (id: string) => string;
  /** Sent updates show only their first paragraph until expanded. */
  isMail: boolean;
};

/** The text; long text is cut until expanded. */
function Said({ text, mentions, names, isMail }: SaidProps) {
  const { me } = useSession();
  const [isWhole, setWhole] = useState(false);
  const paragraph = isMail ? text.indexOf('\n') : -1;
  const most = paragraph > 0 ? Math.min(paragraph, longText) : longText;
  const isCut = !isWhole && text.length > most;
  const shown = isCut ? `${text.slice(0, most).trimEnd()}${most === longText ? '…' : ''}` : text;
  return (
    <span className={styles.said}>
      <NamedText text={shown} mentions={mentions} names={names} me={me.id} />
      {isCut && (
        <button type="button" className={styles.more} onClick={() => setWhole(true)}>
          {words.showAll}
        </button>
      )}
    </span>
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
