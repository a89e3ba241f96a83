import { useState, type FormEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useOpenRoom } from '#renderer/live-room/room-provider.tsx';
import { strings } from '#renderer/strings/index.ts';
import { channels, type ChannelName } from '#room/comms/channels/index.ts';
import { decideSend, type SendRefusal } from '#room/comms/send.ts';
import type { Audience } from '#room/team/audiences.ts';
import type { DraftStanding } from '#room/comms/standing.ts';
import type { Draft } from '#room/view/room-view.ts';
import parts from '#renderer/ui/rows.module.css';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { SendChannels } from './send-channels.tsx';
import type { Sending } from './use-sending.ts';
import { draftText } from './words.ts';
import styles from './comms.module.css';

const words = strings.comms;

const refusals: Record<SendRefusal, string> = {
  empty: words.textEmpty,
  'not-filled-in': words.notFilledIn,
  'not-approved': words.needsApproval,
  'too-long': words.tooLongForChannel,
  'no-label': words.needsPlace,
};

/** A long draft above must not hide the form that its button opens. */
const showWhole = (form: HTMLFormElement | null) => form?.scrollIntoView({ block: 'nearest' });

type SendFormProps = {
  draft: Draft;
  audience: Audience;
  channel: ChannelName;
  standing: DraftStanding;
  isApproved: boolean;
  sending: Sending;
  onDone: () => void;
};

/** Sends through the team's channels, or logs an update that was sent by other means. */
export function SendForm({ draft, audience, channel, standing, isApproved, sending, onDone }: SendFormProps) {
  const open = useOpenRoom();
  const { write } = useWriter();
  const [label, setLabel] = useState<string>(channels[channel].usual);
  const [why, setWhy] = useState('');
  const [refused, setRefused] = useState<SendRefusal | null>(null);
  const log = (event: FormEvent) => {
    event.preventDefault();
    // Uses the current room and text, which may be newer than the last render.
    const room = open.room();
    const live = room.drafts.find((each) => each.draft === draft.draft) ?? draft;
    const text = open.text(draftText(draft.draft)).toJSON();
    const decided = decideSend({ draft: live, text, room, channel, label, override: why });
    if (!decided.ok) setRefused(decided.reason);
    else if (write(decided.fact)) onDone();
  };
  const override = () => {
    const isAllowed = isApproved || why.trim() !== '';
    setRefused(isAllowed ? null : 'not-approved');
    return isAllowed ? why.trim() : null;
  };
  return (
    <form
      ref={showWhole}
      className={styles.send}
      onSubmit={log}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onDone();
      }}
    >
      {!isApproved && (
        <TextInput
          label={words.notApproved}
          value={why}
          maxLength={2000}
          autoFocus
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
      )}
      <SendChannels sending={sending} audience={audience} hash={standing.hash} override={override} />
      {refused && (
        <p role="alert" className={parts.late}>
          {refusals[refused]}
        </p>
      )}
      <p className="soft">{words.elsewhere}</p>
      <div className={styles.elsewhere}>
        <TextInput
          aria-label={words.where}
          value={label}
          maxLength={120}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Button type="submit">{isApproved ? words.log : words.logWithout}</Button>
        <Button type="button" variant="subtle" onClick={onDone}>
          {words.done}
        </Button>
      </div>
    </form>
  );
}
