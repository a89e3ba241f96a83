import { useState } from 'react';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { Due, When } from '#renderer/ui/time.tsx';
import type { Room } from '#room/incident.ts';
import parts from '../parts.module.css';
import { audiences, audienceWords, draftState, draftText, type Audience } from './draft-state.ts';
import { DraftView } from './draft-view.tsx';
import { StartDraft } from './start-draft.tsx';
import { useTextString } from '../use-text-string.ts';
import styles from './comms.module.css';

/** One draft for each audience, written together, approved as it is read, and logged as sent. */
export function CommsPanel() {
  const [audience, setAudience] = useState<Audience>('customers');
  const { drafts } = useRoom();
  const draft = drafts.find((each) => each.audience === audience);
  return (
    <>
      <div className={styles.bar}>
        <div role="group" aria-label="Audience" className={styles.audiences}>
          {audiences.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === audience}
              onClick={() => setAudience(each)}
            >
              {audienceWords[each]}
              <AudienceState audience={each} />
            </button>
          ))}
        </div>
      </div>
      <UpdateClock />
      {draft ? (
        <DraftView key={draft.draft} draft={draft} audience={audience} />
      ) : (
        <StartDraft key={audience} audience={audience} />
      )}
    </>
  );
}

function AudienceState({ audience }: { audience: Audience }) {
  const draft = useRoom().drafts.find((each) => each.audience === audience);
  const text = useTextString(draftText(draft?.draft ?? audience));
  if (!draft) return null;
  return <span className="label">{draftState(draft, text).state}</span>;
}

/** The same clock as in the header, where the answer to it is written. */
function UpdateClock() {
  const { updateDueAt, drafts } = useRoom();
  const now = useNow();
  const last = drafts
    .flatMap(({ sent }) => sent)
    .toSorted((a, b) => a.at - b.at)
    .at(-1);
  if (updateDueAt === null && !last) return null;
  return (
    <p className={styles.clock}>
      {updateDueAt !== null && (
        <span className={updateDueAt < now ? parts.late : undefined}>
          Next update <Due at={updateDueAt} />
        </span>
      )}
      {last && (
        <span className="soft">
          Last sent <When at={last.at} /> by {last.channel}
        </span>
      )}
    </p>
  );
}

export function commsBrief({ drafts }: Room): string {
  const sent = drafts.reduce((sum, each) => sum + each.sent.length, 0);
  if (sent > 0) return `${sent} sent`;
  return drafts.length > 0 ? 'drafting' : '';
}
