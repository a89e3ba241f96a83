import { FileRow } from '#renderer/attachments/attachment-preview.tsx';
import { useAttach } from '#renderer/attachments/use-attach.ts';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { strings } from '#renderer/strings/index.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import type { Room } from '#room/view/room-view.ts';
import parts from '../../../ui/rows.module.css';

const words = strings.attachments;

export function FilesPanel() {
  const { attachments } = useRoom();
  const { canAttach, choose } = useAttach();
  return (
    <>
      {attachments.length === 0 && !canAttach && <p className={parts.hint}>{words.emptyReadOnly}</p>}
      <ul className={parts.rows}>
        {attachments.map((file) => (
          <FileRow key={file.id} file={file} />
        ))}
      </ul>
      {canAttach && (
        <div className={parts.acts}>
          <button type="button" className={parts.act} title={words.empty} onClick={choose}>
            {words.attachFiles} <Kbd keys="mod+u" />
          </button>
        </div>
      )}
    </>
  );
}

export function filesBrief({ attachments }: Room): string {
  return attachments.length === 0 ? '' : String(attachments.length);
}
