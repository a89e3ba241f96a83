import { nameIncident } from '#room/text/words.ts';
import type { ImportedRecord } from '#wire/api/records.ts';
import { useState } from 'react';
import { Button } from '@mantine/core';
import { sayProblem, useApi } from '../../server/api.ts';
import { useOverRoom } from '../war-room/over-room-store.ts';
import { go, routeHash } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { When } from '../../ui/time.tsx';
import {
  cancelReading,
  closeRecord,
  openRecordFile,
  useRecord,
  type HeldRecord,
  type Worth,
} from './record-store.ts';
import { Sentence } from '../../ui/sentence.tsx';
import styles from './record.module.css';

const words = strings.record;

/** The view of a record to show. */
export type RecordPart = 'room' | 'review' | 'replay';

const parts: readonly { part: RecordPart; says: string; keys: string }[] = [
  { part: 'room', says: words.room, keys: 'alt+1' },
  { part: 'review', says: words.review, keys: 'alt+2' },
  { part: 'replay', says: words.replay, keys: 'g' },
];

type BarProps = { held: HeldRecord; part: RecordPart; show: (part: RecordPart) => void };

const leave = () => {
  closeRecord();
  go({ screen: 'lobby' });
};

/** Labels the record, so that nobody takes it for the live room. */
export function RecordBar({ held, part, show }: BarProps) {
  const { manifest } = held.contents;
  const { incident, number, title, madeAt, madeBy, leftOut, hasLog } = manifest;
  const replay = useOverRoom((state) => state.replay);
  const choose = (chosen: RecordPart) => {
    replay(chosen === 'replay' ? incident : null);
    if (chosen !== 'replay') show(chosen);
  };
  useKeys({
    'alt+1': { label: words.room, group: words.title, inFields: true, run: () => choose('room') },
    'alt+2': { label: words.review, group: words.title, inFields: true, run: () => choose('review') },
    // While the replay is open, it uses this key itself.
    ...(part !== 'replay' && {
      g: { label: words.replay, group: words.title, run: () => choose('replay') },
    }),
  });
  return (
    <div className={styles.bar}>
      <strong className={styles.tag}>{words.readOnly}</strong>
      <span className="clip">
        {nameIncident({ number, title })}{' '}
        <span className="soft">
          <Sentence says={words.savedBy(madeBy)} parts={{ time: <When at={madeAt} /> }} />
        </span>
      </span>
      <nav className={styles.parts} aria-label={words.parts}>
        {parts.map((each) => (
          <button
            key={each.part}
            type="button"
            aria-current={each.part === part ? 'page' : undefined}
            onClick={() => choose(each.part)}
          >
            {each.says} {each.part !== part && <Kbd keys={each.keys} />}
          </button>
        ))}
      </nav>
      <Merge held={held} />
      <Button size="compact-sm" variant="default" onClick={leave}>
        {words.close}
      </Button>
      {leftOut.length > 0 && (
        <p className={styles.lacks}>
          {words.lacks(leftOut.map(({ name }) => name).join(', '), leftOut.length)}
        </p>
      )}
      {!hasLog && <p className={styles.lacks}>{words.noLog}</p>}
      <Signatures file={held.file} />
    </div>
  );
}

/** JN6: whether the record is intact, and if not, what is wrong. */
function Signatures({ file }: { file: Blob }) {
  const worth = useRecord((store) => store.worth);
  return (
    <div className={styles.lacks} role="status">
      {sayWorth(worth)}{' '}
      {worth.kind === 'checking' && (
        <>
          <progress aria-label={words.checking} max={1} value={worth.share} />{' '}
          <Button size="compact-xs" variant="subtle" onClick={cancelReading}>
            {words.stopChecking}
          </Button>
        </>
      )}
      {worth.kind === 'stopped' && (
        <Button size="compact-xs" variant="subtle" onClick={() => openRecordFile(file)}>
          {words.checkAgain}
        </Button>
      )}
      {worth.kind === 'faulty' && (
        <ul className={styles.faults}>
          {worth.faults.slice(0, mostFaults).map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
          {worth.faults.length > mostFaults && <li>{words.moreFaults(worth.faults.length - mostFaults)}</li>}
        </ul>
      )}
    </div>
  );
}

const mostFaults = 8;

function sayWorth(worth: Worth): string {
  switch (worth.kind) {
    case 'checking':
      return words.checking;
    case 'stopped':
      return words.stopped;
    case 'unknown':
      return words.cannotCheck;
    case 'not-signed':
      return words.notSigned;
    case 'faulty':
      return words.notWhole;
    case 'whole':
      return words.whole(worth);
    default:
      return worth satisfies never;
  }
}

/** RC4: lets an owner import the record and shows the result. */
function Merge({ held: { file } }: { held: HeldRecord }) {
  const { isOwner } = useSession();
  const api = useApi();
  const [isBusy, setBusy] = useState(false);
  const [merged, setMerged] = useState<ImportedRecord | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  if (!isOwner) return null;
  const merge = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const init = { method: 'POST', body: file, headers: { 'Content-Type': 'application/octet-stream' } };
      const response = await api.fetch('/incidents/import', init);
      setMerged((await response.json()) as ImportedRecord);
    } catch (error) {
      setProblem(words.notMerged(sayProblem(error)));
    }
    setBusy(false);
  };
  return (
    <>
      {merged === null ? (
        <Button size="compact-sm" title={words.mergeWhy} loading={isBusy} onClick={() => void merge()}>
          {words.merge}
        </Button>
      ) : (
        <span className={styles.said} role="status">
          {merged.isNew ? words.isNew : words.merged(merged.facts, merged.files)}{' '}
          <a href={routeHash({ screen: 'room', incident: merged.id })}>{words.goTo}</a>
        </span>
      )}
      {problem !== null && (
        <span className={styles.said} role="alert">
          {problem}
        </span>
      )}
    </>
  );
}
