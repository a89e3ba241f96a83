// OS8: who would be on call when, and the gaps, while the schedule is still being edited.
import { useEffect, useState } from 'react';
import type { ShiftsPreview } from '#wire/api/on-call.ts';
import { useApi } from '../../server/api.ts';
import { strings } from '../../strings/index.ts';
import { useTeamClock } from '../../ui/now.tsx';
import { Calendar } from './calendar.tsx';
import { Gaps } from './gaps.tsx';
import { horizonMs, toPlan, type Schedule, type OnCallSpan } from './schedule.ts';
import { useShownZone } from '../../state/preferences.tsx';
import { dayMs, instantOf, wallOf, weeksOf, type Look } from '../../time/wall.ts';
import styles from './on-call.module.css';

const words = strings.onCall.preview;
/** Pause after a key press before the server is asked. */
const quietMs = 300;

type PreviewProps = { draft: Omit<Schedule, 'id'>; id: string | null };

export function SchedulePreview({ draft, id }: PreviewProps) {
  const clock = useTeamClock();
  const [look, setLook] = useState<Look>('month');
  const shownZone = useShownZone();
  const [zone, setZone] = useState(draft.timeZone);
  const [day, setDay] = useState(() => wallOf(clock.now(), draft.timeZone));
  const weeks = weeksOf(look, day);
  const shown = { from: instantOf(weeks[0]!, zone), to: instantOf(weeks.at(-1)! + 7 * dayMs, zone) };
  const [begun] = useState(() => clock.now());
  const inSight = usePreview(draft, id, shown);
  const ahead = usePreview(draft, id, { from: begun, to: begun + horizonMs });
  return (
    <section className={styles.preview} aria-labelledby="preview">
      <h2 id="preview">{words.title}</h2>
      {ahead ? (
        <Gaps gaps={ahead.gaps} zone={zone} />
      ) : (
        <p className="label" role="status">
          {ahead === null ? words.incomplete : words.asking}
        </p>
      )}
      {inSight && (
        <Calendar
          look={look}
          onLook={setLook}
          day={day}
          onDay={setDay}
          zone={zone}
          zones={[...new Set([draft.timeZone, shownZone])]}
          onZone={setZone}
          shifts={inSight.items}
          gaps={inSight.gaps}
          picked={null}
          onPick={null}
        />
      )}
    </section>
  );
}

/**
 * Undefined until the first answer, null while the draft is incomplete. The last preview stays until the next one
 * arrives.
 */
function usePreview(
  draft: PreviewProps['draft'],
  id: string | null,
  { from, to }: OnCallSpan,
): ShiftsPreview | null | undefined {
  const api = useApi();
  const [preview, setPreview] = useState<ShiftsPreview | null>();
  const plan = toPlan(draft);
  // The preview does not need a name.
  const body = JSON.stringify({ ...plan, name: plan.name || words.unnamed, ...(id !== null && { id }) });
  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(() => {
      api.post<ShiftsPreview>(`/schedules/preview?from=${from}&to=${to}`, JSON.parse(body)).then(
        (answer) => !isOver && setPreview(answer),
        () => !isOver && setPreview(null),
      );
    }, quietMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [api, body, from, to]);
  return preview;
}
