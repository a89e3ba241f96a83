import { useIncidentId } from '../live-room/room-provider.tsx';
import { strings } from '../strings/index.ts';
import parts from '../ui/rows.module.css';
import { useUploads, type Upload } from './uploads-store.ts';
import styles from './attachments.module.css';

const words = strings.attachments;

/** Current and failed uploads to this room. */
export function UploadList() {
  const incident = useIncidentId();
  const all = useUploads((state) => state.uploads);
  const uploads = all.filter((upload) => upload.incident === incident);
  if (uploads.length === 0) return null;
  return (
    <ul className={styles.uploads}>
      {uploads.map((upload) => (
        <li key={upload.key}>
          {upload.problem === null ? <Running upload={upload} /> : <Failed upload={upload} />}
        </li>
      ))}
    </ul>
  );
}

function Running({ upload: { name, done } }: { upload: Upload }) {
  return (
    <span role="status">
      {done === null ? words.hashing(name) : words.uploading(name, Math.round(done * 100))}
    </span>
  );
}

function Failed({ upload: { key, problem, retry, canRetry } }: { upload: Upload }) {
  const dismiss = useUploads((state) => state.dismiss);
  return (
    <>
      <span role="alert" className={styles.failed}>
        {problem}
      </span>
      {canRetry && (
        <button type="button" className={parts.act} onClick={retry}>
          {words.tryAgain}
        </button>
      )}
      <button type="button" className={parts.quiet} onClick={() => dismiss(key)}>
        {words.dismiss}
      </button>
    </>
  );
}
