import { useState } from 'react';
import { Button, Menu } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { notifications } from '@mantine/notifications';
import { sayProblem } from '#renderer/server/http.ts';
import { useOpenRoom, useRoom, useText } from '#renderer/live-room/room-provider.tsx';
import { stageTexts } from '#room/team/team-templates.ts';
import { useCommsTemplates } from '../../../../server/use-scheme.ts';
import { strings } from '#renderer/strings/index.ts';
import { useTeamClock } from '#renderer/ui/now.tsx';
import { stageOf, suggestNext, type Audience } from '#room/team/audiences.ts';
import { channels, type ChannelName } from '#room/comms/channels/index.ts';
import { findUnfilled } from '#room/comms/placeholders.ts';
import { draftStanding, type DraftStanding } from '#room/comms/standing.ts';
import type { Draft } from '#room/view/room-view.ts';
import parts from '#renderer/ui/rows.module.css';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { replaceText } from './replace-text.ts';
import { UnsentCopies } from './send-channels.tsx';
import { SendForm } from './send-form.tsx';
import type { Sending } from './use-sending.ts';
import { draftText } from './words.ts';
import styles from './comms.module.css';

const words = strings.comms;

type Props = {
  draft: Draft;
  audience: Audience;
  standing: DraftStanding;
  channel: ChannelName;
  sending: Sending;
};

export function DraftActions({ draft, audience, standing, channel, sending }: Props) {
  const { canWrite } = useWriter();
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
  const startSending = () => setSending(true);
  return (
    <>
      <div className={styles.steps}>
        <NextStep {...{ draft, audience, standing, isUnfilled, isApproved }} onSend={startSending} />
        {state !== 'empty' && <CopyText standing={standing} channel={channel} />}
        {state !== 'empty' && (
          <OtherWays {...{ draft, audience, standing, isUnfilled, isApproved }} onSend={startSending} />
        )}
      </div>
      {isUnfilled && (
        <p className={styles.unfilled} role="status">
          {words.fillIn(left.slice(0, 3).join(', '))}
        </p>
      )}
      <UnsentCopies copies={sending.copies} />
    </>
  );
}

type StepProps = {
  draft: Draft;
  audience: Audience;
  standing: DraftStanding;
  isUnfilled: boolean;
  isApproved: boolean;
  onSend: () => void;
};

/** The only filled button: the next step that the rules allow. */
function NextStep({ draft, audience, standing, isUnfilled, isApproved, onSend }: StepProps) {
  const { write } = useWriter();
  const { state } = standing;
  if (state === 'sent' || state === 'empty') return <NextUpdate draft={draft} audience={audience} />;
  if (isApproved)
    return (
      <Button size="compact-sm" variant="filled" disabled={isUnfilled} data-next onClick={onSend}>
        {words.send}
      </Button>
    );
  if (state === 'drafting')
    return (
      <Button
        size="compact-sm"
        variant="filled"
        disabled={isUnfilled}
        data-next
        onClick={() => write({ kind: 'draft', draft: draft.draft, audience, ready: true })}
      >
        {words.readyApprove}
      </Button>
    );
  return <Approve draft={draft} standing={standing} isBlocked={isUnfilled} />;
}

/** The other allowed actions. Sending without an approval asks for a reason. */
function OtherWays({ draft, standing, isUnfilled, isApproved, onSend }: StepProps) {
  const approve = useApprove(draft, standing);
  const { state } = standing;
  if (state === 'approved') return null;
  return (
    <Menu position="bottom-end" withinPortal width={240}>
      <Menu.Target>
        <button type="button" className={parts.quiet} aria-label={words.otherWays}>
          {words.more}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {state === 'drafting' && (
          <Menu.Item disabled={isUnfilled} onClick={approve}>
            {words.approve}
          </Menu.Item>
        )}
        <Menu.Item disabled={isUnfilled} onClick={onSend}>
          {state === 'sent' && isApproved ? words.sendElsewhere : words.sendWithout}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Approves the text this person was shown. If it changed in the meantime, nothing is approved. */
function useApprove(draft: Draft, standing: DraftStanding): () => void {
  const open = useOpenRoom();
  const { write } = useWriter();
  return () => {
    const room = open.room();
    const live = room.drafts.find((each) => each.draft === draft.draft) ?? draft;
    const now = draftStanding(live, open.text(draftText(draft.draft)).toJSON(), room);
    if (now.hash !== standing.hash) {
      notifications.show({
        title: words.notApprovedTitle,
        message: words.justChanged,
      });
      return;
    }
    write({ kind: 'approved', draft: draft.draft, hash: standing.hash, text: standing.rendered.text });
  };
}

type ApproveProps = { draft: Draft; standing: DraftStanding; isBlocked: boolean };

function Approve({ draft, standing, isBlocked }: ApproveProps) {
  return (
    <Button
      size="compact-sm"
      variant="filled"
      disabled={isBlocked}
      data-next
      onClick={useApprove(draft, standing)}
    >
      {words.approve}
    </Button>
  );
}

function CopyText({ standing, channel }: { standing: DraftStanding; channel: ChannelName }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(channels[channel].render(standing.rendered.text).sent);
      setCopied(true);
    } catch (refused) {
      notifications.show({
        title: words.notCopied,
        message: words.copyFailed(sayProblem(refused)),
      });
    }
  };
  return (
    <button
      type="button"
      className={`${parts.quiet} ${styles.copy}`}
      aria-label={words.copy}
      title={isCopied ? words.copied : words.copy}
      onClick={() => void copy()}
      onBlur={() => setCopied(false)}
    >
      {isCopied ? <IconCheck size={14} aria-hidden="true" /> : <IconCopy size={14} aria-hidden="true" />}
      {isCopied && (
        <span className="spoken" role="status">
          {words.copied}
        </span>
      )}
    </button>
  );
}

/** Starts the next update from its template. Sent updates stay in the log and on the timeline. */
function NextUpdate({ draft, audience }: { draft: Draft; audience: Audience }) {
  const templates = useCommsTemplates();
  const { severity, status, terms } = useRoom();
  const { write } = useWriter();
  const clock = useTeamClock();
  const text = useText(draftText(draft.draft));
  const start = () => {
    const stage = stageOf(null, status.value);
    const next = suggestNext(terms[severity.value].updateMinutes, clock.now());
    if (write({ kind: 'draft', draft: draft.draft, audience, stage, next, ready: false }))
      replaceText(text, stageTexts(templates, audience)[stage]);
  };
  return (
    <Button size="compact-sm" variant="filled" data-next onClick={start}>
      {words.beginNext}
    </Button>
  );
}
