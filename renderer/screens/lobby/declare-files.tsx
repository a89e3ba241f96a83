// DC5: files that wait in the declare bar. They are sent after the incident is declared, so that none delays it.
import { useState, type ClipboardEvent, type DragEvent, type KeyboardEvent } from 'react';
import { Button } from '@mantine/core';
import { attachmentLimits, sayBytes } from '#room/view/attachments.ts';
import { filesOf, namePasted } from '../../attachments/transferred.ts';
import { useUploads } from '../../attachments/uploads-store.ts';
import { chooseFiles } from '../../attachments/use-attach.ts';
import type { Api } from '../../server/http.ts';
import { useTimelineStore } from '../../live-room/timeline-store.ts';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useTeamClock } from '../../ui/now.tsx';
import styles from './declare-bar.module.css';

const words = strings.declare;

/** The files of one draft. `listeners` take pasted and dropped files; `refused` hears why one was not taken. */
export function useWaitingFiles(refused: (why: string) => void) {
  const { now } = useTeamClock();
  const [files, setFiles] = useState<readonly File[]>([]);
  const add = (more: readonly File[]) => {
    const { tooLarge, notAttached } = strings.attachments;
    for (const { name, size } of more.filter(isTooLarge))
      refused(notAttached(name, tooLarge(size, attachmentLimits.bytes)));
    setFiles((had) => [...had, ...more.filter((file) => !isTooLarge(file))]);
  };
  const take = (event: ClipboardEvent | DragEvent, given: readonly File[]) => {
    if (given.length === 0) return;
    event.preventDefault();
    add(given);
  };
  const listeners = {
    onPaste: (event: ClipboardEvent) =>
      take(
        event,
        filesOf(event.clipboardData).map((file) => namePasted(file, now())),
      ),
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer.types.includes('Files')) event.preventDefault();
    },
    onDrop: (event: DragEvent) => take(event, [...event.dataTransfer.files]),
  };
  return {
    files,
    listeners,
    choose: () => chooseFiles(add),
    remove: (file: File) => setFiles((had) => had.filter((each) => each !== file)),
  };
}

const isTooLarge = ({ size }: File): boolean => size > attachmentLimits.bytes;

/**
 * Uploads them to an incident, by default the one just declared. Its room shows the progress, and what failed with a
 * way to try again; `sayFailure` words that.
 */
export function sendFiles(
  api: Api,
  incident: string,
  files: readonly File[],
  sayFailure: (name: string, why: string) => string = words.notAttached,
): void {
  const { start } = useUploads.getState();
  const { showMine } = useTimelineStore.getState();
  for (const file of files)
    start({ api, incident, file, name: file.name }, ({ id }) => showMine(id), sayFailure);
}

type WaitingProps = { waiting: ReturnType<typeof useWaitingFiles>; onTakeOff: () => void };

/** Each waiting file with its size, and the button for the file dialog, whose key is the form's (Alt+U). */
export function WaitingFiles({ waiting: { files, remove, choose }, onTakeOff }: WaitingProps) {
  return (
    <div className={styles.files}>
      {files.length > 0 && (
        <ul className={styles.files} aria-label={words.files}>
          {files.map((file, place) => (
            <WaitingFile
              key={`${file.name} ${place}`}
              file={file}
              onTakeOff={() => {
                remove(file);
                // The button that had the focus is gone: the line is where the next word goes.
                onTakeOff();
              }}
            />
          ))}
        </ul>
      )}
      <Button size="compact-sm" variant="subtle" rightSection={<Kbd keys="alt+u" />} onClick={choose}>
        {words.attach}
      </Button>
    </div>
  );
}

/** Enter, Delete or Backspace on its button takes the file off. */
function WaitingFile({ file: { name, size }, onTakeOff }: { file: File; onTakeOff: () => void }) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Delete' && event.key !== 'Backspace') return;
    event.preventDefault();
    onTakeOff();
  };
  return (
    <li>
      <span>
        {name} <span className="soft">{sayBytes(size)}</span>
      </span>
      <Button
        size="compact-sm"
        variant="subtle"
        aria-label={words.takeOffNamed(name)}
        onClick={onTakeOff}
        onKeyDown={onKeyDown}
      >
        {words.takeOff}
      </Button>
    </li>
  );
}
