// PB10, PB11: a playbook's parts besides its steps: people to call, text to send, and feedback after the
// incident.
import { useMemo, useState } from 'react';
import { TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { usePagingDialog } from '#renderer/paging/paging-store.ts';
import { usePlaybooks } from '#renderer/screens/playbooks/library-provider.tsx';
import { useIncidentId, useOpenRoom, useRoom } from '#renderer/live-room/room-provider.tsx';
import { usePersonName } from '#renderer/server/feed.tsx';
import { strings } from '#renderer/strings/index.ts';
import { useTeamClock } from '#renderer/ui/now.tsx';
import { When } from '#renderer/ui/time.tsx';
import { stageOf, suggestNext } from '#room/team/audiences.ts';
import { outcomes, type ActionOutcome } from '#room/facts/actions.ts';
import type { Checklist } from '#room/view/work-view.ts';
import { partsOf } from '#room/playbooks/playbook-parts.ts';
import { draftText } from '../comms/words.ts';
import parts from '#renderer/ui/rows.module.css';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import styles from './checklist.module.css';

const words = strings.checklist;

type Props = { checklist: Checklist };

export function PlaybookActs({ checklist }: Props) {
  const playbooks = usePlaybooks();
  const { canWrite } = useWriter();
  const { status } = useRoom();
  const id = useIncidentId();
  const { open } = usePagingDialog();
  const draft = useDraftOf();
  const markdown = playbooks.find((each) => each.id === checklist.playbook)?.markdown ?? null;
  const { escalations, messages } = useMemo(
    () => (markdown === null ? { escalations: [], messages: [] } : partsOf(markdown)),
    [markdown],
  );
  const isOver = status.value === 'resolved' || status.value === 'closed';
  return (
    <>
      {!isOver && escalations.length > 0 && (
        <details className={styles.more}>
          <summary>{words.callFor}</summary>
          <ul>
            {escalations.map((text) => (
              <li key={text}>
                {text}{' '}
                {canWrite && (
                  <button
                    type="button"
                    className={parts.quiet}
                    onClick={() => open(id, { whom: [], text: words.pageText(checklist.title, text) })}
                  >
                    {words.page}
                    <span className="spoken"> {text}</span>
                  </button>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
      {!isOver && messages.length > 0 && (
        <details className={styles.more}>
          <summary>{words.wordsToSend}</summary>
          {messages.map((text) => (
            <blockquote key={text}>
              {text}{' '}
              {canWrite && (
                <button type="button" className={parts.quiet} onClick={() => draft(text)}>
                  {words.intoDraft}
                  <span className="spoken"> {text.slice(0, 60)}</span>
                </button>
              )}
            </blockquote>
          ))}
        </details>
      )}
      {isOver && checklist.playbook !== null && <Judgement checklist={checklist} />}
    </>
  );
}

/** Adds text to the customer draft, and starts the draft if there is none. Existing text stays. */
function useDraftOf(): (text: string) => void {
  const { severity, status, terms, drafts } = useRoom();
  const { write } = useWriter();
  const open = useOpenRoom();
  const clock = useTeamClock();
  return (said) => {
    if (!drafts.some(({ draft }) => draft === 'customers')) {
      const stage = stageOf(null, status.value);
      const next = suggestNext(terms[severity.value].updateMinutes, clock.now());
      if (!write({ kind: 'draft', draft: 'customers', audience: 'customers', stage, next })) return;
    }
    const text = open.text(draftText('customers'));
    if (!text.toJSON().includes(said)) text.insert(text.length, `${text.length > 0 ? '\n\n' : ''}${said}`);
    notifications.show({ message: words.drafted, autoClose: 4_000 });
  };
}

/** PB11: asked once the incident is over. The answer stays and can be changed. */
function Judgement({ checklist }: Props) {
  const { canWrite, write } = useWriter();
  const names = usePersonName();
  const [wrong, setWrong] = useState('');
  const { judged } = checklist;
  const say = (outcome: ActionOutcome) => {
    const evidence = wrong.trim();
    const said = { kind: 'graded', target: checklist.id, outcome } as const;
    if (write({ ...said, ...(evidence !== '' && { evidence }) })) setWrong('');
  };
  return (
    <div className={styles.judgement}>
      {judged !== undefined && (
        <p className={parts.under}>
          {words.judged(names(judged.by), words.outcomes[judged.outcome], judged.why)} <When at={judged.at} />
        </p>
      )}
      {canWrite && (
        <fieldset>
          <legend>{judged === undefined ? words.didItHelp : words.sayAnew}</legend>
          <TextInput
            aria-label={words.wrong}
            placeholder={words.wrong}
            maxLength={2_000}
            value={wrong}
            onChange={(event) => setWrong(event.currentTarget.value)}
          />
          {outcomes.map((outcome) => (
            <button key={outcome} type="button" className={parts.quiet} onClick={() => say(outcome)}>
              {words.outcomes[outcome]}
            </button>
          ))}
        </fieldset>
      )}
    </div>
  );
}
