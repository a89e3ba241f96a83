import { useState } from 'react';
import { notifications } from '@mantine/notifications';
import type { Fact } from '#room/facts/fact.ts';
import { useApi } from '../server/api.ts';
import { ApiProblem, sayProblem } from '../server/http.ts';
import { strings } from '../strings/index.ts';
import parts from '../ui/rows.module.css';

const words = strings.attachments;

type DownloadProps = {
  file: Fact<'attachment'>;
  /** Drawn less prominently, for lists with many files. */
  isQuiet?: boolean;
};

export function Download({ file, isQuiet = false }: DownloadProps) {
  const api = useApi();
  const [isBusy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const response = await api.fetch(`/attachments/${file.sha256}`);
      saveBlob(await response.blob(), file.name);
    } catch (error) {
      const isAbsent = error instanceof ApiProblem && error.status === 404;
      notifications.show({ title: file.name, message: isAbsent ? words.notHereYet : sayProblem(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <button
      type="button"
      className={isQuiet ? parts.quiet : parts.act}
      aria-label={words.downloadName(file.name)}
      disabled={isBusy}
      onClick={() => void download()}
    >
      {words.download}
    </button>
  );
}

function saveBlob(blob: Blob, name: string) {
  // As a generic binary, so that no browser opens it in place.
  const url = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download starts before the next task, so the URL is no longer needed.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
