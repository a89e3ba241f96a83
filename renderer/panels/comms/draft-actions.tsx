import { useState } from 'react';
import { notifications } from '@mantine/notifications';
import { sayProblem } from '#renderer/http.ts';
import { useOpenRoom, useRoom, useText } from '#renderer/room/room-provider.tsx';
import { strings } from '#renderer/strings/index.ts';
import { useTeamClock } from '#renderer/ui/now.tsx';
import { stageOf, suggestNext, type Audience } from '#room/comms/audiences.ts';
import { channels, type ChannelName } from '#room/comms/channels/index.ts';
import { findUnfilled } from '#room/comms/placeholders.ts';
import { draftStanding, type Standing } from '#room/comms/standing.ts';
import type { Draft } from '#room/incident.ts';
import parts from '../parts.module.css';
import { useWriter } from '../use-writer.ts';
import { replaceText } from './replace-text.ts';
import { UnsentCopies } from './send-channels.tsx';
import { SendForm } from './send-form.tsx';
import type { Sending } from './use-sending.ts';
import { shippedTemplates } from './templates.ts';
import { draftText } from './words.ts';

const words = strings.comms;

type Props = {
  draft: Draft;
  audience: Audience;
  standing: Standing;
  channel: ChannelName;
  sending: Sending;
};

export function DraftActions({ draft, audience, standing, channel, sending }: Props) {
  const { canWrite, write } = useWriter();
  const [isSending, setSending] = useState(false);
  const { state } = standing;
  const left = findUnfilled(standing.rendered);
  const isUnfilled = left.length > 0;
  const isApproved = state === 'approved' || (state === 'sent' && standing.approval !== null);
  if (!canWrite) return <UnsentCopies copies={sending.copies} />;
  if (isSending && state !== 'empty' && !isUnfilled)
    return (
      <SendForm
        key={channel}
        {...{ draft, audience, channel, standing, isApproved, sending }}
        onDone={() => setSending(false)}
      />
    );
  return (
    <>
      <div className={parts.acts}>
        {state === 'drafting' && (
          <button
            type="button"
            className={parts.act}
            onClick={() => write({ kind: 'draft', draft: draft.draft, audience, ready: true })}
          >
            {words.readyApprove}
          </button>
        )}
        {(state === 'drafting' || state === 'ready' || state === 'stale') && (
          <Approve draft={draft} standing={standing} isBlocked={isUnfilled} />
        )}
        {state !== 'empty' && (
          <button
            type="button"
            className={isApproved ? parts.act : parts.quiet}
            disabled={isUnfilled}
            onClick={() => setSending(true)}
          >
            {sendWords(state, isApproved)}
          </button>
        )}
        {(state === 'sent' || state === 'empty') && <NextUpdate draft={draft} audience={audience} />}
        {state !== 'empty' && <CopyText standing={standing} channel={channel} />}
      </div>
      {isUnfilled && (
        <p className={parts.late} role="status">
          {words.fillIn(left.slice(0, 3).join(', '))}
        </p>
      )}
      <UnsentCopies copies={sending.copies} />
    </>
  );
}

function sendWords(state: Standing['state'], isApproved: boolean): string {
  if (!isApproved) return strings.comms.sendWithout;
  return state === 'sent' ? strings.comms.sendElsewhere : strings.comms.send;
}

/** Approves what this person was shown: should it have changed in that instant, nothing is approved. */
type ApproveProps = { draft: Draft; standing: Standing; isBlocked: boolean };

function Approve({ draft, standing, isBlocked }: ApproveProps) {
  const open = useOpenRoom();
  const { write } = useWriter();
  const approve = () => {
    const room = open.room();
    const live = room.drafts.find((each) => each.draft === draft.draft) ?? draft;
    const now = draftStanding(live, open.text(draftText(draft.draft)).toJSON(), room);
    if (now.hash !== standing.hash) {
      notifications.show({
        title: words.notApprovedLabel,
        message: words.textChangedIn,
      });
      return;
    }
    write({ kind: 'approved', draft: draft.draft, hash: standing.hash, text: standing.rendered.text });
  };
  return (
    <button
      type="button"
      className={standing.state === 'drafting' ? parts.quiet : parts.act}
      disabled={isBlocked}
      onClick={approve}
    >
      {words.approve}
    </button>
  );
}

function CopyText({ standing, channel }: { standing: Standing; channel: ChannelName }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(channels[channel].render(standing.rendered.text).sent);
      setCopied(true);
    } catch (refused) {
      notifications.show({
        title: words.notCopied,
        message: words.clipboardDidNot(sayProblem(refused)),
      });
    }
  };
  return (
    <button type="button" className={parts.quiet} onClick={() => void copy()} onBlur={() => setCopied(false)}>
      {isCopied ? words.copied : words.copy}
    </button>
  );
}

/** Begins the next update from its template; what was sent stays in the log and on the timeline. */
function NextUpdate({ draft, audience }: { draft: Draft; audience: Audience }) {
  const { severity, status } = useRoom();
  const { write } = useWriter();
  const clock = useTeamClock();
  const text = useText(draftText(draft.draft));
  const start = () => {
    const stage = stageOf(null, status.value);
    const next = suggestNext(severity.value, clock.now());
    if (write({ kind: 'draft', draft: draft.draft, audience, stage, next, ready: false }))
      replaceText(text, shippedTemplates[audience][stage]);
  };
  return (
    <button type="button" className={parts.act} onClick={start}>
      {words.startNextUpdate}
    </button>
  );
}
