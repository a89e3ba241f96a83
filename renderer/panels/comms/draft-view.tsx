import { useState, type FormEvent, type ReactNode } from 'react';
import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { sayProblem } from '#renderer/http.ts';
import { useAwareness, useRoom, useText } from '#renderer/room/room-provider.tsx';
import { usePersonName } from '#renderer/state/feed.tsx';
import { SharedText } from '#renderer/ui/shared-text.tsx';
import { When } from '#renderer/ui/time.tsx';
import type { Draft } from '#room/incident.ts';
import parts from '../parts.module.css';
import { useTextString } from '../use-text-string.ts';
import { useWriter } from '../use-writer.ts';
import {
  audienceWords,
  draftState,
  draftText,
  hashOf,
  rendered,
  type Audience,
  type DraftState,
} from './draft-state.ts';
import { firstText, lintText } from './templates.ts';
import styles from './comms.module.css';

export function DraftView({ draft, audience }: { draft: Draft; audience: Audience }) {
  const name = draftText(draft.draft);
  const text = useText(name);
  const written = useTextString(name);
  const awareness = useAwareness();
  const { canWrite } = useWriter();
  const state = draftState(draft, written);
  const lint = state.state === 'sent' ? [] : lintText(written, audience);
  return (
    <div className={styles.draft}>
      <SharedText
        text={text}
        awareness={awareness}
        label={`${audienceWords[audience]} update`}
        readOnly={!canWrite}
        placeholder="What do they need to know now?"
        minHeight={132}
      />
      {lint.map((words) => (
        <p key={words} className={styles.lint}>
          {words}
        </p>
      ))}
      <StateWords state={state} />
      {canWrite && <DraftActions draft={draft} audience={audience} state={state} written={written} />}
    </div>
  );
}

function StateWords({ state }: { state: DraftState }) {
  const names = usePersonName();
  return (
    <p className={`${styles.state} ${state.state === 'stale' ? parts.late : ''}`}>{sayState(state, names)}</p>
  );
}

function sayState(state: DraftState, names: (id: string) => string): ReactNode {
  if (state.state === 'empty') return 'Empty.';
  if (state.state === 'drafting') return 'Being drafted. Nobody has approved it.';
  if (state.state === 'staged') return 'Ready to be approved.';
  if (state.state === 'sent') {
    const { channel, at, by } = state.sent;
    return (
      <>
        Sent by {channel} at <When at={at} />, logged by {names(by)}.
      </>
    );
  }
  const who = names(state.approval.by);
  const when = <When at={state.approval.at} />;
  if (state.state === 'approved')
    return (
      <>
        Approved as it stands by {who} at {when}.
      </>
    );
  return (
    <>
      Changed since {who} approved it at {when}: approve it again.
    </>
  );
}

type DraftActionsProps = { draft: Draft; audience: Audience; state: DraftState; written: string };

function DraftActions({ draft, audience, state, written }: DraftActionsProps) {
  const { write } = useWriter();
  const [isSending, setSending] = useState(false);
  if (isSending)
    return (
      <SendForm
        draft={draft}
        audience={audience}
        written={written}
        isApproved={state.state === 'approved'}
        onDone={() => setSending(false)}
      />
    );
  const isEmpty = state.state === 'empty';
  const canApprove = state.state === 'staged' || state.state === 'stale' || state.state === 'drafting';
  return (
    <div className={parts.acts}>
      {state.state === 'drafting' && (
        <button
          type="button"
          className={parts.act}
          onClick={() => write({ kind: 'draft', draft: draft.draft, audience, stage: 'staged' })}
        >
          Ready to approve
        </button>
      )}
      {canApprove && (
        <button
          type="button"
          className={state.state === 'drafting' ? parts.quiet : parts.act}
          onClick={() => write({ kind: 'approved', draft: draft.draft, hash: hashOf(written) })}
        >
          Approve
        </button>
      )}
      {state.state !== 'sent' && !isEmpty && (
        <button
          type="button"
          className={state.state === 'approved' ? parts.act : parts.quiet}
          onClick={() => setSending(true)}
        >
          Mark as sent
        </button>
      )}
      {(state.state === 'sent' || isEmpty) && <NextUpdate draft={draft} audience={audience} />}
      {!isEmpty && <CopyText written={written} />}
    </div>
  );
}

function CopyText({ written }: { written: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(rendered(written));
      setCopied(true);
    } catch (refused) {
      notifications.show({
        title: 'Not copied',
        message: `The clipboard did not take it (${sayProblem(refused)}). Select the text and copy it.`,
      });
    }
  };
  return (
    <button type="button" className={parts.quiet} onClick={() => void copy()} onBlur={() => setCopied(false)}>
      {isCopied ? 'Copied' : 'Copy'}
    </button>
  );
}

/** Empties the text for the next update; what was sent stays on the timeline. */
function NextUpdate({ draft, audience }: { draft: Draft; audience: Audience }) {
  const room = useRoom();
  const { write } = useWriter();
  const text = useText(draftText(draft.draft));
  const start = () => {
    if (!write({ kind: 'draft', draft: draft.draft, audience, stage: 'drafting' })) return;
    text.doc?.transact(() => {
      text.delete(0, text.length);
      text.insert(0, firstText(audience, room));
    });
  };
  return (
    <button type="button" className={parts.act} onClick={start}>
      Start the next update
    </button>
  );
}

const usualChannels = { customers: 'status page', internal: 'chat' } as const;

function SendForm({
  draft,
  audience,
  written,
  isApproved,
  onDone,
}: Omit<DraftActionsProps, 'state'> & { isApproved: boolean; onDone: () => void }) {
  const { write } = useWriter();
  const [channel, setChannel] = useState<string>(usualChannels[audience]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (
      channel.trim() !== '' &&
      write({ kind: 'sent', draft: draft.draft, channel: channel.trim(), text: rendered(written) })
    )
      onDone();
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
        Muster logs it with the text as it is now. Send it yourself first: copy it to where it goes.
      </p>
      {!isApproved && <p className={styles.lint}>Nobody approved this text as it stands.</p>}
      <div className={parts.line}>
        <TextInput
          aria-label="Where it was sent"
          value={channel}
          maxLength={120}
          autoFocus
          onChange={(event) => setChannel(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled">
          {isApproved ? 'Log as sent' : 'Log anyway'}
        </Button>
        <Button type="button" variant="subtle" onClick={onDone}>
          Leave
        </Button>
      </div>
    </form>
  );
}
