import { useAwareness, useText } from '#renderer/live-room/room-provider.tsx';
import { SharedText } from '#renderer/ui/shared-text.tsx';
import { strings } from '../../../strings/index.ts';
import { useWriter } from '../../../live-room/use-writer.ts';
import parts from '../../../ui/rows.module.css';
import { useTextString } from './use-text-string.ts';

const words = strings.panels;

/** The summary for people who join now: three sentences that everybody can edit. */
export function SummaryPanel() {
  const text = useText('summary');
  const awareness = useAwareness();
  const { canWrite } = useWriter();
  const length = useTextString('summary').trim().length;
  if (!canWrite && length === 0) return <p className={parts.hint}>{words.noSummary}</p>;
  return (
    <SharedText
      text={text}
      awareness={awareness}
      label={words.summaryLabel}
      readOnly={!canWrite}
      placeholder={words.summaryHint}
      minHeight={64}
    />
  );
}
