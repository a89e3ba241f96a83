import { useAwareness, useText } from '#renderer/room/room-provider.tsx';
import { SharedText } from '#renderer/ui/shared-text.tsx';
import { useWriter } from './use-writer.ts';

/** What somebody who comes in now must know, in three sentences, kept by everybody. */
export function SummaryPanel() {
  const text = useText('summary');
  const awareness = useAwareness();
  const { canWrite } = useWriter();
  return (
    <SharedText
      text={text}
      awareness={awareness}
      label="Summary of the incident"
      readOnly={!canWrite}
      placeholder="What happens, who is affected, what is being done. Everybody can write here."
      minHeight={64}
    />
  );
}
