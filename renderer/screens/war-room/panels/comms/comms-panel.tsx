import { useState } from 'react';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { usePersonName } from '#renderer/server/feed.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { firstName } from '#renderer/ui/first-name.ts';
import { useNow } from '#renderer/ui/now.tsx';
import { Sentence } from '#renderer/ui/sentence.tsx';
import { Due, When } from '#renderer/ui/time.tsx';
import { audiences, type Audience } from '#room/team/audiences.ts';
import { decideUpdateReminder, sayTurn } from '#room/comms/update-reminder.ts';
import type { Draft, Room } from '#room/view/room-view.ts';
import { strings } from '../../../../strings/index.ts';
import { DraftView } from './draft-view.tsx';
import { StartDraft } from './start-draft.tsx';
import { useStanding } from './use-standing.ts';
import { audienceWords } from './words.ts';
import styles from './comms.module.css';

const words = strings.comms;

/** One draft for each audience: written together, approved as it reads at that moment, and logged when sent. */
export function CommsPanel() {
  const [audience, setAudience] = useState<Audience>('customers');
  /** Whose update was started here; the focus moves to its text. */
  const [started, setStarted] = useState<Audience | null>(null);
  const draft = useRoom().drafts.find((each) => each.audience === audience);
  return (
    <>
      <AudienceTabs chosen={audience} onChoose={setAudience} />
      <UpdateClock />
      {draft ? (
        <DraftView key={draft.draft} draft={draft} audience={audience} isNew={started === audience} />
      ) : (
        <StartDraft key={audience} audience={audience} onStart={() => setStarted(audience)} />
      )}
    </>
  );
}

type TabsProps = { chosen: Audience; onChoose: (audience: Audience) => void };

/** Each audience with how far its update is; a ring where the severity asks for one that nobody began. */
function AudienceTabs({ chosen, onChoose }: TabsProps) {
  const { drafts, severity, terms, resolvedAt } = useRoom();
  const asked = resolvedAt === null ? terms[severity.value].audiences : [];
  const draftFor = (wanted: Audience) => drafts.find((each) => each.audience === wanted);
  return (
    <div className={styles.bar}>
      <div role="group" aria-label={words.audience} className={styles.choices}>
        {audiences.map((each) => {
          const begun = draftFor(each);
          return (
            <button
              key={each}
              type="button"
              aria-pressed={each === chosen}
              aria-description={!begun && asked.includes(each) ? words.asksToTell(severity.value) : undefined}
              onClick={() => onChoose(each)}
            >
              {audienceWords[each]}
              {/* The chosen one says it below its text. */}
              {begun && each !== chosen && <AudienceState draft={begun} />}
              {!begun && asked.includes(each) && (
                <span className={styles.owed} title={words.asksToTell(severity.value)} aria-hidden="true" />
              )}
            </button>
          );
        })}
      </div>
    </div>
  );
}

/** Shows only states that people must notice without opening the draft. */
function AudienceState({ draft }: { draft: Draft }) {
  const { state } = useStanding(draft);
  return state === 'empty' || state === 'drafting' ? null : (
    <span className="label">{words.states[state]}</span>
  );
}

/** When the next update is due, and whose turn it is. The header shows the alarm. */
function UpdateClock() {
  const room = useRoom();
  const { updateDueAt, drafts } = room;
  const { me } = useSession();
  const names = usePersonName();
  const now = useNow();
  const last = drafts
    .flatMap(({ sent }) => sent)
    .toSorted((a, b) => a.at - b.at)
    .at(-1);
  if (updateDueAt === null && !last) return null;
  const reminder = decideUpdateReminder(room, now);
  // The header says how late it is.
  const turn = sayTurn(reminder, me.id, (id) => firstName(names(id)));
  return (
    <div className={styles.clock}>
      {updateDueAt !== null && reminder.lateMs <= 0 && (
        <span>
          <Sentence says={words.nextUpdate} parts={{ time: <Due at={updateDueAt} /> }} />
        </span>
      )}
      {last && (
        <span className="soft">
          <Sentence says={words.lastSent} parts={{ time: <When at={last.at} />, channel: last.channel }} />
        </span>
      )}
      {turn !== null && <span className={styles.turn}>{turn}</span>}
    </div>
  );
}

export function commsBrief({ drafts }: Room): string {
  const sent = drafts.reduce((sum, each) => sum + each.sent.length, 0);
  if (sent > 0) return words.sentWith(sent);
  return drafts.length > 0 ? words.drafts(drafts.length) : '';
}

/** The alarm text for a late update; empty when none is late. */
export function commsAlarm({ updateDueAt }: Room, now: number): string {
  return updateDueAt !== null && updateDueAt < now ? words.late : '';
}
