import { useEffect, useState } from 'react';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { pictureTypes } from '#room/view/attachments.ts';
import type { ReportAnswer } from '#wire/api/intakes.ts';
import { sayProblem, useApi } from '../../server/api.ts';
import { strings } from '../../strings/index.ts';
import styles from './triage.module.css';

const words = strings.triage;
const isPicture = (type: string) => (pictureTypes as readonly string[]).includes(type);

/** Shows pictures. Other files can be saved, and never open here. */
export function ReportFiles({ report }: { report: ReportAnswer }) {
  return (
    <section aria-label={words.files}>
      <h3 className="label">{words.files}</h3>
      <ul className={styles.files}>
        {report.files.map((file, place) => (
          <li key={place}>
            <OneFile path={`/reports/${report.id}/files/${place}`} file={file} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OneFile({ path, file }: { path: string; file: ReportAnswer['files'][number] }) {
  const api = useApi();
  const url = usePicture(path, file.type);
  const save = async () => {
    try {
      const bytes = await (await api.fetch(path)).arrayBuffer();
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
      link.download = file.name;
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (error) {
      notifications.show({ message: sayProblem(error) });
    }
  };
  return (
    <>
      {url !== null && <img className={styles.picture} src={url} alt={words.picture(file.name)} />}
      <Button size="compact-sm" variant="default" onClick={() => void save()}>
        {words.openFile(file.name)}
      </Button>
    </>
  );
}

/** The address of a picture that has been read; null until then, and for other files. */
function usePicture(path: string, type: string): string | null {
  const api = useApi();
  const isShown = isPicture(type);
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!isShown) return undefined;
    let made: string | null = null;
    let isWanted = true;
    const show = async () => {
      const bytes = await (await api.fetch(path)).arrayBuffer();
      if (!isWanted) return;
      made = URL.createObjectURL(new Blob([bytes], { type }));
      setUrl(made);
    };
    // Without the picture, its name and button remain.
    show().catch(() => undefined);
    return () => {
      isWanted = false;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [api, path, type, isShown]);
  return url;
}
