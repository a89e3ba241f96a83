import { useState, type FormEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useOpenRoom } from '#renderer/room/room-provider.tsx';
import { channels, type ChannelName } from '#room/comms/channels/index.ts';
import { decideSend, type SendRefusal } from '#room/comms/send.ts';
import type { Draft } from '#room/incident.ts';
import parts from '../parts.module.css';
import { useWriter } from '../use-writer.ts';
import { draftText } from './words.ts';
import styles from './comms.module.css';

const refusals: Record<SendRefusal, string> = {
  empty: 'The text is empty.',
  'not-approved':
    'It is not approved as it stands now. Have it approved again, or say why it goes out without.',
  'too-long': 'It is too long for this channel. Make it shorter or choose another.',
  'no-label': 'Say where it was sent.',
};

type SendFormProps = { draft: Draft; channel: ChannelName; isApproved: boolean; onDone: () => void };

export function SendForm({ draft, channel, isApproved, onDone }: SendFormProps) {
  const open = useOpenRoom();
  const { write } = useWriter();
  const [label, setLabel] = useState<string>(channels[channel].usual);
  const [why, setWhy] = useState('');
  const [refused, setRefused] = useState<SendRefusal | null>(null);
  const send = (event: FormEvent) => {
    event.preventDefault();
    // Decided on what stands there now, which may be more than this screen has drawn.
    const room = open.room();
    const live = room.drafts.find((each) => each.draft === draft.draft) ?? draft;
    const text = open.text(draftText(draft.draft)).toJSON();
    const decided = decideSend({ draft: live, text, room, channel, label, override: why });
    if (!decided.ok) setRefused(decided.reason);
    else if (write(decided.fact)) onDone();
  };
  return (
    <form
      className={styles.send}
      onSubmit={send}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onDone();
      }}
    >
      <p className="soft">
        Muster logs the {channels[channel].label} copy as it is now. Send it yourself first: copy it to where
        it goes.
      </p>
      {!isApproved && (
        <TextInput
          label="Nobody approved it as it stands. Why does it go out?"
          value={why}
          maxLength={2000}
          autoFocus
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
      )}
      {refused && (
        <p role="alert" className={parts.late}>
          {refusals[refused]}
        </p>
      )}
      <div className={parts.line}>
        <TextInput
          aria-label="Where it was sent"
          value={label}
          maxLength={120}
          autoFocus={isApproved}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled">
          {isApproved ? 'Log as sent' : 'Log without approval'}
        </Button>
        <Button type="button" variant="subtle" onClick={onDone}>
          Leave
        </Button>
      </div>
    </form>
  );
}
