import { useEffect, useMemo } from 'react';
import { strings } from '../../strings/index.ts';
import styles from './scribe.module.css';

const words = strings.scribe;

/** A file to attach; `text` is set for clipboard text. */
export type Taken = { file: File; text: string | null };

type Props = { taken: readonly Taken[]; onRemove: (taken: Taken) => void };

/** The files that will be attached. */
export function Clips({ taken, onRemove }: Props) {
  if (taken.length === 0) return null;
  return (
    <ul className={styles.clips}>
      {taken.map((each) => (
        <li key={each.file.name}>
          {each.text === null ? (
            <Picture file={each.file} />
          ) : (
            <pre className={styles.text}>{each.text.slice(0, 400)}</pre>
          )}
          <button
            type="button"
            className={styles.button}
            aria-label={`${words.remove} ${each.file.name}`}
            onClick={() => onRemove(each)}
          >
            {words.remove}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Picture({ file }: { file: File }) {
  const url = useMemo(() => URL.createObjectURL(file), [file]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return <img className={styles.picture} src={url} alt={file.name} />;
}
