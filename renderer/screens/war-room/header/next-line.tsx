// CO7: the line under the header: what to do next, whom the server pages, and what else is missing. It is always
// there, so that nothing below it moves.
import { useMemo } from 'react';
import { Button } from '@mantine/core';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import type { PanelName } from '#renderer/screens/war-room/panels/index.ts';
import { useIsPast, useOpenRoom, useRoom } from '#renderer/live-room/room-provider.tsx';
import { usePersonName } from '#renderer/server/feed.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { Sentence } from '#renderer/ui/sentence.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useRunKeys } from '#renderer/ui/keys.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { findNextStep, type NextStep } from '#room/command/next-step.ts';
import { sayWhatItWas, type Withdrawn } from '#room/facts/withdrawn.ts';
import { strings } from '../../../strings/index.ts';
import { goToPanel } from '../go-to-panel.ts';
import { useLayout } from '../layout-store.ts';
import { OriginalLink } from '#renderer/live-room/original-link.tsx';
import { Mistake } from './mistake.tsx';
import { sayNextStep } from './next-words.ts';
import { PagingWords } from './paging-words.tsx';
import { Reminders } from './reminders.tsx';
import { RunbookLink } from './runbook-link.tsx';
import { useAcknowledgeHere } from './use-acknowledge.ts';
import styles from './next-line.module.css';

const words = strings.nextStep;

export function NextLine({ id }: { id: string }) {
  const isPast = useIsPast();
  const step = useNextStep();
  return (
    <div className={styles.line} role="group" aria-label={words.label}>
      <span className={styles.label}>{words.next}</span>
      <Step step={step} />
      {!isPast && <PagingWords incident={id} />}
      <Reminders step={step?.step ?? null} />
      <span className={styles.gap} />
      <RunbookLink />
      {!isPast && <Mistake />}
    </div>
  );
}

function useNextStep(): NextStep | null {
  const room = useRoom();
  const open = useOpenRoom();
  const { me } = useSession();
  const now = useNow();
  return useMemo(
    () => findNextStep(room, { now, me: me.id, texts: (name) => open.text(name).toJSON() }),
    [room, now, me.id, open],
  );
}

/** Opens the panel of a step, or presses its keys. */
function useGoToStep() {
  const runKeys = useRunKeys();
  return (step: NextStep['step'], keys: string) => {
    const panel = panelOf[step];
    if (panel) goToPanel(panel, { isFocused: true, isPressed: step === 'first-update' });
    else runKeys(keys, strings.header.room);
  };
}

/** The panel of each step that has a panel and no key of its own. */
const panelOf: Partial<Record<NextStep['step'], PanelName>> = {
  'settle-role': 'roles',
  'send-update': 'comms',
  'first-update': 'comms',
  'last-update': 'comms',
  'follow-up': 'comms',
  'late-tasks': 'tasks',
};

/** The steps that are done in the review, which is no place to go to once it is open. */
const inReview: readonly NextStep['step'][] = ['write-review', 'name-owners'];

function NoStep() {
  const { declared, withdrawn } = useRoom();
  if (withdrawn !== null) return <Was withdrawn={withdrawn} />;
  return (
    <p className={styles.why} role="status">
      {declared === null ? words.notDeclared : words.nothingLeft}
    </p>
  );
}

/** WD2: for a withdrawn incident, what it was, instead of a next step. */
function Was({ withdrawn }: { withdrawn: Withdrawn }) {
  const said = strings.withdraw;
  const { duplicateOf, number, why } = withdrawn;
  return (
    <p className={styles.why} role="status" title={why ?? undefined}>
      {duplicateOf === null ? (
        said.was(sayWhatItWas(withdrawn))
      ) : (
        <Sentence
          says={said.wasDuplicate}
          parts={{ incident: <OriginalLink id={duplicateOf} number={number} /> }}
        />
      )}{' '}
      {words.nothingLeft}
    </p>
  );
}

function Step({ step }: { step: NextStep | null }) {
  const room = useRoom();
  const { me } = useSession();
  const names = usePersonName();
  const now = useNow();
  const { canWrite } = useWriter();
  const goToStep = useGoToStep();
  const { acknowledge, hasKey, isAskedAbove } = useAcknowledgeHere();
  const { tab } = useLayout();
  if (step === null) return <NoStep />;
  const { act, why, keys } = sayNextStep(step, { room, now, me: me.id, names });
  const isToAcknowledge = step.step === 'acknowledge';
  const isHere = tab === 'review' && inReview.includes(step.step);
  const run = () => (isToAcknowledge ? acknowledge() : goToStep(step.step, keys));
  return (
    <>
      {/* A page for this room, shown over the screen, already asks for the acknowledgement. */}
      {canWrite && !(isToAcknowledge && isAskedAbove) && !isHere ? (
        <Button
          className={styles.act}
          size="compact-sm"
          // One lamp: a page over the screen has the filled button.
          variant={hasKey ? 'filled' : 'default'}
          rightSection={(!isToAcknowledge || hasKey) && <Kbd keys={keys} isAlways />}
          onClick={run}
        >
          {act}
        </Button>
      ) : (
        <span className={styles.told}>{act}</span>
      )}
      {why !== '' && (
        <p className={styles.why} role="status" title={why}>
          {why}
        </p>
      )}
    </>
  );
}
