import { useCallback } from 'react';
import { attachmentLimits } from '#room/view/attachments.ts';
import { useApi } from '../server/api.ts';
import { useTimelineStore } from '../live-room/timeline-store.ts';
import { useWriter } from '../live-room/use-writer.ts';
import { useIncidentId, useIsPast, useOpenRoom } from '../live-room/room-provider.tsx';
import { strings } from '../strings/index.ts';
import { useUploads } from './uploads-store.ts';

const words = strings.attachments;

export type Attach = {
  canAttach: boolean;
  /** Uploads each file and then writes its fact. Files that cannot be attached appear in the list of uploads. */
  attach: (files: readonly File[]) => void;
  /** Opens the file dialog first. */
  choose: () => void;
};

/** AT6: attaching to the current room. */
export function useAttach(): Attach {
  const incident = useIncidentId();
  const api = useApi();
  const open = useOpenRoom();
  const isPast = useIsPast();
  const { canWrite } = useWriter();
  const canAttach = canWrite && !isPast;
  const attach = useCallback(
    (files: readonly File[]) => {
      const { start, refuse, uploads } = useUploads.getState();
      const onTheWay = uploads.filter((each) => each.incident === incident && each.problem === null).length;
      const { answers, answer, showMine } = useTimelineStore.getState();
      const target = answers.get(incident);
      let free = attachmentLimits.perRoom - open.room().attachments.length - onTheWay;
      for (const file of files) {
        const name = file.name;
        if (file.size > attachmentLimits.bytes)
          refuse({ incident, name, problem: words.tooLarge(file.size, attachmentLimits.bytes) });
        else if (free <= 0) refuse({ incident, name, problem: words.tooMany(attachmentLimits.perRoom) });
        else {
          free -= 1;
          start({ api, incident, file, name, target }, ({ id }) => showMine(id));
        }
      }
      if (target !== undefined) answer(incident, null);
    },
    [api, incident, open],
  );
  const choose = useCallback(() => chooseFiles(attach), [attach]);
  return { canAttach, attach, choose };
}

/** Opens the file dialog; `chosen` gets the files unless the person cancels. */
export function chooseFiles(chosen: (files: readonly File[]) => void) {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.hidden = true;
  input.addEventListener('change', () => {
    chosen([...(input.files ?? [])]);
    input.remove();
  });
  input.addEventListener('cancel', () => input.remove());
  // In the document while the dialog is open: a detached input may be garbage collected, and its event lost.
  document.body.append(input);
  input.click();
}
