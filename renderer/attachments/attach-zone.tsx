// Adds files to a room: dropped anywhere, pasted anywhere, or chosen with a key.
import { useEffect, useRef, useState } from 'react';
import { strings } from '../strings/index.ts';
import { useKeys } from '../ui/keys.tsx';
import { useTeamClock } from '../ui/now.tsx';
import { filesOf, isForForm, namePasted } from './transferred.ts';
import { useAttach, type Attach } from './use-attach.ts';
import styles from './attachments.module.css';

const words = strings.attachments;

export function AttachZone() {
  const attach = useAttach();
  return attach.canAttach ? <Listening {...attach} /> : null;
}

function Listening({ attach, choose }: Attach) {
  usePaste(attach);
  const isOver = useDrop(attach);
  useKeys({ 'mod+u': { run: choose, label: words.attachFiles, group: words.room } });
  if (!isOver) return null;
  return (
    <div className={styles.over}>
      <p>
        <strong>{words.drop}</strong>
        {words.dropAside}
      </p>
    </div>
  );
}

function usePaste(attach: Attach['attach']) {
  const { now } = useTeamClock();
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = filesOf(event.clipboardData);
      if (files.length === 0 || isForForm(event)) return;
      event.preventDefault();
      attach(files.map((file) => namePasted(file, now())));
    };
    document.addEventListener('paste', onPaste, { capture: true });
    return () => document.removeEventListener('paste', onPaste, { capture: true });
  }, [attach, now]);
}

/** Whether files are being dragged over the room. */
function useDrop(attach: Attach['attach']): boolean {
  const [isOver, setOver] = useState(false);
  // The browser reports entering a child before leaving its parent, so only the sum shows when the drag leaves.
  const depth = useRef(0);
  useEffect(() => {
    const carriesFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;
    const step = (by: number) => (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth.current = Math.max(0, depth.current + by);
      setOver(depth.current > 0);
    };
    const onDrop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth.current = 0;
      setOver(false);
      if (!isForForm(event)) attach([...(event.dataTransfer?.files ?? [])]);
    };
    const listeners = { dragenter: step(1), dragleave: step(-1), dragover: step(0), drop: onDrop } as const;
    const names = Object.keys(listeners) as (keyof typeof listeners)[];
    for (const name of names) document.addEventListener(name, listeners[name]);
    return () => {
      for (const name of names) document.removeEventListener(name, listeners[name]);
    };
  }, [attach]);
  return isOver;
}
