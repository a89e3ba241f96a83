import { Button } from '@mantine/core';
import { useRoom, useText } from '#renderer/live-room/room-provider.tsx';
import { useTeamClock } from '#renderer/ui/now.tsx';
import { stageOf, suggestNext, type Audience } from '#room/team/audiences.ts';
import { stageTexts } from '#room/team/team-templates.ts';
import { useCommsTemplates } from '../../../../server/use-scheme.ts';
import { strings } from '../../../../strings/index.ts';
import { PublishButton } from '#renderer/screens/status-pages/publishing/publish-button.tsx';
import parts from '#renderer/ui/rows.module.css';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { audienceWords, draftText } from './words.ts';
import styles from './comms.module.css';

const words = strings.comms;

const readers: Readonly<Record<Audience, string>> = words.readers;

type Props = { audience: Audience; onStart: () => void };

export function StartDraft({ audience, onStart }: Props) {
  const { severity, status, terms } = useRoom();
  const { canWrite, write } = useWriter();
  const templates = useCommsTemplates();
  const clock = useTeamClock();
  // The draft's id is its audience, so two people who start it at once start the same draft.
  const text = useText(draftText(audience));
  const start = () => {
    const stage = stageOf(null, status.value);
    const next = suggestNext(terms[severity.value].updateMinutes, clock.now());
    if (!write({ kind: 'draft', draft: audience, audience, stage, next })) return;
    if (text.length === 0) text.insert(0, stageTexts(templates, audience)[stage]);
    onStart();
  };
  return (
    <div className={styles.start}>
      {!canWrite && <p className={parts.hint}>{words.nothingYet(readers[audience])}</p>}
      {canWrite && (
        <Button size="compact-sm" onClick={start} data-first>
          {words.startUpdate(audienceWords[audience].toLowerCase())}
        </Button>
      )}
      {audience === 'customers' && <PublishButton isQuiet />}
    </div>
  );
}
