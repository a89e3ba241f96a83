// The timeline preview of an attached file. Its height is known before the bytes arrive, so that nothing jumps.
import { sayBytes } from '#room/view/attachments.ts';
import type { Fact } from '#room/facts/fact.ts';
import { strings } from '../strings/index.ts';
import parts from '../ui/rows.module.css';
import { Download } from './download.tsx';
import { useRemoteFile } from './remote-file.ts';
import { useViewer } from './viewer-store.ts';
import { wantedOf } from './wanted.ts';
import styles from './attachments.module.css';

const words = strings.attachments;
const linesShown = 4;

export function AttachmentPreview({ file }: { file: Fact<'attachment'> }) {
  const show = useViewer((state) => state.show);
  const wanted = wantedOf(file);
  return (
    <div className={styles.preview}>
      {wanted !== null && (
        <button
          type="button"
          className={styles.thumb}
          data-wanted={wanted}
          tabIndex={-1}
          onClick={() => show(file.id)}
        >
          <Thumb file={file} />
        </button>
      )}
      <span className={styles.size}>
        {sayBytes(file.bytes)} <Download file={file} isQuiet />
      </span>
    </div>
  );
}

function Thumb({ file }: { file: Fact<'attachment'> }) {
  const view = useRemoteFile(file.sha256, wantedOf(file));
  switch (view.phase) {
    case 'picture':
      return (
        <>
          <span className="spoken">{words.open} </span>
          <img src={view.url} alt={file.name} draggable={false} />
        </>
      );
    case 'text':
      return (
        <>
          <span className="spoken">{words.openNamed(file.name)} </span>
          <pre>{view.text.split('\n', linesShown).join('\n')}</pre>
        </>
      );
    case 'loading':
      return <Instead file={file}>{words.loading}</Instead>;
    case 'away':
    case 'none':
      return <Instead file={file}>{view.words}</Instead>;
    default:
      return view satisfies never;
  }
}

function Instead({ file, children }: { file: Fact<'attachment'>; children: string }) {
  return (
    <>
      <span className="spoken">{words.openNamed(file.name)} </span>
      <span className={styles.words}>{children}</span>
    </>
  );
}

/** The row of a file list: name, size and actions. */
export function FileRow({ file }: { file: Fact<'attachment'> }) {
  const show = useViewer((state) => state.show);
  return (
    <li>
      <span className={parts.main}>
        <button type="button" className={styles.name} onClick={() => show(file.id)}>
          {file.name}
        </button>
      </span>
      <span className={parts.aside}>{sayBytes(file.bytes)}</span>
    </li>
  );
}
