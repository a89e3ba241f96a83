// One attachment at full size over the room. Arrow keys go through the room's files, Esc closes it.
import { useEffect, useRef, useState } from 'react';
import { Modal } from '@mantine/core';
import { sayBytes } from '#room/view/attachments.ts';
import type { Fact } from '#room/facts/fact.ts';
import { useRoom } from '../live-room/room-provider.tsx';
import { usePersonName } from '../server/feed.tsx';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { sayTimeOfDay } from '../ui/say-time.ts';
import parts from '../ui/rows.module.css';
import { Download } from './download.tsx';
import { EraseFile } from './erase-file.tsx';
import { textHeadBytes, useRemoteFile } from './remote-file.ts';
import { useViewer } from './viewer-store.ts';
import { wantedOf } from './wanted.ts';
import styles from './attachments.module.css';

const words = strings.attachments;

export function Viewer() {
  const { attachments } = useRoom();
  const { shown, show } = useViewer();
  const index = attachments.findIndex(({ id }) => id === shown);
  const file = attachments[index];
  const [isFull, setFull] = useState(false);
  // Leaving the room closes the viewer.
  useEffect(() => () => show(null), [show]);
  const go = (step: 1 | -1) => {
    const next = attachments[index + step];
    if (next) show(next.id);
  };
  useViewerKeys(file !== undefined, {
    arrowleft: () => go(-1),
    arrowright: () => go(1),
    z: () => setFull(!isFull),
  });
  return (
    <Modal
      opened={file !== undefined}
      onClose={() => show(null)}
      title={file?.name}
      size="min(1200px, calc(100vw - 64px))"
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {file && (
        <>
          <Content key={file.id} file={file} isFull={isFull} />
          <Foot
            file={file}
            index={index}
            count={attachments.length}
            go={go}
            isFull={isFull}
            onFull={setFull}
          />
        </>
      )}
    </Modal>
  );
}

/** The keys work wherever the focus is: with another file the button that had it is gone. */
function useViewerKeys(isOpen: boolean, keys: Readonly<Record<string, () => void>>) {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (!isOpen) return undefined;
    const press = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
      if (!ctrlKey && !metaKey && !altKey) latest.current[key.toLowerCase()]?.();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [isOpen]);
}

/** A picture fits the window; with `isFull` it has its own size. */
function Content({ file, isFull }: { file: Fact<'attachment'>; isFull: boolean }) {
  const wanted = wantedOf(file);
  const view = useRemoteFile(file.sha256, wanted);
  if (wanted === null) return <p className={styles.stage}>{words.noPreview}</p>;
  switch (view.phase) {
    case 'loading':
      return <p className={styles.stage}>{words.loading}</p>;
    case 'picture':
      return (
        <div className={styles.stage} data-full={isFull}>
          <img src={view.url} alt={file.name} />
        </div>
      );
    case 'text':
      return (
        <>
          {/* Focusable, so that the keyboard can scroll it. */}
          <pre className={styles.text} tabIndex={0} aria-label={file.name}>
            {view.text}
          </pre>
          {!view.isWhole && <p className={parts.hint}>{words.onlyBeginning(sayBytes(textHeadBytes))}</p>}
        </>
      );
    case 'away':
    case 'none':
      return (
        <p className={styles.stage} role="status">
          {view.words}
        </p>
      );
    default:
      return view satisfies never;
  }
}

type FootProps = {
  file: Fact<'attachment'>;
  index: number;
  count: number;
  go: (step: 1 | -1) => void;
  isFull: boolean;
  onFull: (isFull: boolean) => void;
};

function Foot({ file, index, count, go, isFull, onFull }: FootProps) {
  const name = usePersonName();
  const facts = { size: sayBytes(file.bytes), who: name(file.by), when: sayTimeOfDay(file.at) };
  return (
    <div className={styles.foot}>
      <span>{words.facts(facts)}</span>
      {wantedOf(file) === 'picture' && (
        <button type="button" className={parts.quiet} aria-pressed={isFull} onClick={() => onFull(!isFull)}>
          {words.fullSize} <Kbd keys="z" />
        </button>
      )}
      <Download file={file} />
      <EraseFile key={file.id} file={file} />
      {count > 1 && (
        <span className={styles.moves} data-keys-end>
          <button type="button" className={parts.quiet} disabled={index === 0} onClick={() => go(-1)}>
            {words.before} <Kbd keys="arrowleft" />
          </button>
          <span>{words.place(index + 1, count)}</span>
          <button type="button" className={parts.quiet} disabled={index === count - 1} onClick={() => go(1)}>
            {words.next} <Kbd keys="arrowright" />
          </button>
        </span>
      )}
    </div>
  );
}
