import { useState, type FocusEvent } from 'react';
import { useAwareness, useText } from '#renderer/live-room/room-provider.tsx';
import { PublishButton } from '#renderer/screens/status-pages/publishing/publish-button.tsx';
import { SharedText } from '#renderer/ui/shared-text.tsx';
import type { Audience } from '#room/team/audiences.ts';
import type { ChannelName } from '#room/comms/channels/index.ts';
import type { Draft } from '#room/view/room-view.ts';
import { strings } from '../../../../strings/index.ts';
import { useTextString } from '../use-text-string.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { DraftActions } from './draft-actions.tsx';
import { DraftSettings } from './draft-settings.tsx';
import { Findings } from './findings.tsx';
import { Preview } from './preview.tsx';
import { SentLog } from './sent-log.tsx';
import { StandingWords } from './standing-words.tsx';
import { useSending } from './use-sending.ts';
import { useStanding } from './use-standing.ts';
import { draftEditing, findToFill } from './value-marks.ts';
import { audienceWords, draftText, usualChannel } from './words.ts';
import styles from './comms.module.css';

const words = strings.comms;

type Props = {
  draft: Draft;
  audience: Audience;
  /** This person has just started it. */
  isNew: boolean;
};

export function DraftView({ draft, audience, isNew }: Props) {
  const text = useText(draftText(draft.draft));
  const awareness = useAwareness();
  const { canWrite } = useWriter();
  const standing = useStanding(draft);
  const written = useTextString(draftText(draft.draft));
  const sending = useSending(draft, audience);
  const [channel, setChannel] = useState<ChannelName>(usualChannel[audience]);
  const [isOpen, setOpen] = useState(false);
  const leave = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) setOpen(false);
  };
  return (
    <div className={styles.draft} onBlur={leave}>
      <DraftSettings draft={draft} audience={audience} />
      <div className={styles.editor} data-begun data-open={isOpen} onFocus={() => setOpen(true)}>
        <SharedText
          text={text}
          awareness={awareness}
          label={words.update(audienceWords[audience])}
          readOnly={!canWrite}
          placeholder={words.textHint}
          minHeight={132}
          extension={draftEditing}
          {...(isNew && { select: (words: string) => findToFill(words, standing.rendered) })}
        />
      </div>
      {standing.state !== 'sent' && (
        <Findings draft={draft} audience={audience} rendered={standing.rendered} />
      )}
      {standing.state !== 'empty' && (
        <Preview rendered={standing.rendered} written={written} channel={channel} onChannel={setChannel} />
      )}
      <StandingWords standing={standing} />
      <DraftActions {...{ draft, audience, standing, channel, sending }} />
      {audience === 'customers' && <PublishButton />}
      <SentLog draft={draft} />
    </div>
  );
}
