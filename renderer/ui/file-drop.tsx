import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import styles from './file-drop.module.css';

/** Accepts a file dropped anywhere on this screen, and says so while a file is dragged over it. */
export function FileDrop({ says, onFile }: { says: string; onFile: (file: File) => void }) {
  const [isOver, setOver] = useState(false);
  const latest = useRef(onFile);
  useLayoutEffect(() => {
    latest.current = onFile;
  });
  useEffect(() => {
    // `dragenter` on a child fires before `dragleave` on its parent, so a counter tells when the window is left.
    let depth = 0;
    const step = (by: number) => (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = Math.max(0, depth + by);
      setOver(depth > 0);
    };
    const onDrop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      const [file] = event.dataTransfer?.files ?? [];
      if (file) latest.current(file);
    };
    const listeners = { dragenter: step(1), dragleave: step(-1), dragover: step(0), drop: onDrop } as const;
    const names = Object.keys(listeners) as (keyof typeof listeners)[];
    for (const name of names) document.addEventListener(name, listeners[name]);
    return () => {
      for (const name of names) document.removeEventListener(name, listeners[name]);
    };
  }, []);
  if (!isOver) return null;
  return (
    <div className={styles.over}>
      <p>
        <strong>{says}</strong>
      </p>
    </div>
  );
}

const carriesFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;
