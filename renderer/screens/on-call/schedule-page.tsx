import { useState, type Dispatch, type SetStateAction } from 'react';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ServerButton } from '../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../server/api.ts';
import type { Items } from '../monitors/monitor.ts';
import { useResource } from '../../server/use-resource.ts';
import { useFeed } from '../../server/feed.tsx';
import { useShownZone } from '../../state/preferences.tsx';
import { go, onward } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { useTeamClock } from '../../ui/now.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Calendar } from './calendar.tsx';
import { CalendarLink } from './calendar-link.tsx';
import { FairnessTable } from './fairness-table.tsx';
import { Gaps } from './gaps.tsx';
import { OverrideForm } from './override-form.tsx';
import { OverrideList } from './override-list.tsx';
import { Swaps } from './swaps.tsx';
import { useSay } from './use-say.ts';
import { horizonMs, isSaid, type Override, type Schedule, type Shifts, type OnCallSpan } from './schedule.ts';
import { TakeShift } from './take-shift.tsx';
import { dayMs, hourMs, instantOf, sayIn, wallOf, weeksOf, type Look } from '../../time/wall.ts';
import styles from './on-call.module.css';

const words = strings.onCall;

/** A schedule's shifts between two instants, those of the next weeks, and its overrides. */
function useShifts(schedule: string, from: number, to: number) {
  const clock = useTeamClock();
  const { snapshot } = useFeed();
  const options = { everyMs: 60_000, version: snapshot?.onCall };
  const shifts = useResource<Shifts>(`/schedules/${schedule}/shifts?from=${from}&to=${to}`, options);
  const overrides = useResource<Items<Override>>(`/schedules/${schedule}/overrides`, options);
  // Rounded to the hour, so that the request repeats once an hour and not each second.
  const begins = Math.floor(clock.now() / hourMs) * hourMs;
  const ahead = useResource<Shifts>(
    `/schedules/${schedule}/shifts?from=${begins}&to=${begins + horizonMs}`,
    options,
  );
  const reload = () => {
    shifts.reload();
    ahead.reload();
    overrides.reload();
  };
  return {
    shown: shifts.value,
    problem: shifts.problem,
    ahead: ahead.value,
    overrides: overrides.value?.items ?? [],
    reload,
  };
}

export function SchedulePage({ schedule }: { schedule: Schedule }) {
  const { isOwner, canWrite } = useSession();
  const clock = useTeamClock();
  const [look, setLook] = useState<Look>('week');
  // FE2: in the same zone as the overview and the lobby; the zone of the schedule is the other choice.
  const shownZone = useShownZone();
  const [isInItsOwn, setInItsOwn] = useState(false);
  const zone = isInItsOwn ? schedule.timeZone : shownZone;
  const [day, setDay] = useState(() => wallOf(clock.now(), shownZone));
  const [picked, setPicked] = useState<OnCallSpan | null>(null);
  const weeks = weeksOf(look, day);
  const from = instantOf(weeks[0]!, zone);
  const to = instantOf(weeks.at(-1)! + 7 * dayMs, zone);
  const known = useShifts(schedule.id, from, to);
  const add = () => {
    const begins = Math.ceil(clock.now() / hourMs) * hourMs;
    setPicked({ from: begins, to: begins + 12 * hourMs });
  };
  useKeys(canWrite ? { a: { run: add, label: words.override.add, group: words.title } } : {});
  const { items = [], gaps = [], fairness = [] } = known.shown ?? {};
  return (
    <div className={styles.page}>
      <Top schedule={schedule} zone={zone} onTaken={known.reload} />
      {!isOwner && <p className="label">{canWrite ? words.onlyOwnersChange : words.reading}</p>}
      {known.problem !== null && <Problem again={known.reload}>{known.problem}</Problem>}
      <div className={styles.body}>
        <div className={styles.main}>
          {known.ahead && <Gaps gaps={known.ahead.gaps} zone={zone} />}
          <Calendar
            look={look}
            onLook={setLook}
            day={day}
            onDay={setDay}
            zone={zone}
            zones={[...new Set([schedule.timeZone, shownZone])]}
            onZone={(next) => setInItsOwn(next !== shownZone)}
            shifts={items}
            gaps={gaps}
            picked={picked}
            onPick={canWrite ? setPicked : null}
          />
          <FairnessTable fairness={fairness} />
        </div>
        <Side schedule={schedule} zone={zone} known={known} picked={picked} pick={setPicked} add={add} />
      </div>
    </div>
  );
}

type SideProps = {
  schedule: Schedule;
  zone: string;
  known: ReturnType<typeof useShifts>;
  picked: OnCallSpan | null;
  pick: Dispatch<SetStateAction<OnCallSpan | null>>;
  add: () => void;
};

/** Overrides, swaps and the secret addresses of one schedule. */
function Side({ schedule: { id, name }, zone, known, picked, pick, add }: SideProps) {
  const { isOwner, canWrite } = useSession();
  const done = () => {
    pick((now) => (now === picked ? null : now));
    known.reload();
  };
  return (
    <div className={styles.side}>
      {picked !== null && (
        <OverrideForm
          key={`${picked.from} ${picked.to}`}
          schedule={id}
          name={name}
          zone={zone}
          picked={picked}
          onDone={done}
        />
      )}
      <OverrideList
        schedule={id}
        overrides={known.overrides}
        zone={zone}
        onAdd={canWrite && picked === null ? add : null}
        onChange={known.reload}
      />
      <Swaps
        schedule={id}
        shifts={(known.ahead?.items ?? []).slice(0, 60)}
        zone={zone}
        onChange={known.reload}
      />
      {isOwner && <CalendarLink path={`/schedules/${id}/calendar`} title={words.link.title} />}
      {isOwner && (
        <CalendarLink
          path={`/schedules/${id}/dial`}
          title={words.link.dial}
          lead={words.link.dialLead}
          label={words.link.dialAddress}
        />
      )}
    </div>
  );
}

type TopProps = { schedule: Schedule; zone: string; onTaken: () => void };

function Top({ schedule, zone, onTaken }: TopProps) {
  const { snapshot } = useFeed();
  const say = useSay();
  const duty = snapshot?.onCall?.find((each) => each.schedule === schedule.id);
  return (
    <div className={styles.top}>
      <div>
        <h1>{schedule.name}</h1>
        {duty && (
          <p className={styles.state} data-gap={duty.person === null}>
            <b>{words.page.now(say(duty.person))}</b>
            {duty.until !== null && <span className="soft">{words.page.until(sayIn(duty.until, zone))}</span>}
            {duty.next !== null && (
              <span className="soft">
                {words.page.next(say(duty.next.person), sayIn(duty.next.from, zone))}
              </span>
            )}
            {isSaid(schedule.service, schedule.name) && (
              <span className="label">{words.page.service(schedule.service)}</span>
            )}
          </p>
        )}
      </div>
      <div className={styles.actions}>
        {duty && <TakeShift duty={duty} onTaken={onTaken} isKeyed />}
        <OwnersActions schedule={schedule} />
      </div>
    </div>
  );
}

function OwnersActions({ schedule }: { schedule: Schedule }) {
  const api = useApi();
  const { isOwner } = useSession();
  const [isAsking, setIsAsking] = useState(false);
  const edit = () => go({ screen: 'on-call', schedule: schedule.id, edit: true });
  useKeys(isOwner ? { e: { run: edit, label: words.page.edit, group: words.title } } : {});
  const remove = async () => {
    const goOn = onward();
    try {
      await api.delete(`/schedules/${schedule.id}`);
      goOn({ screen: 'on-call', schedule: null });
    } catch (error) {
      notifications.show({ message: words.page.failed(sayProblem(error)), autoClose: 8_000 });
      setIsAsking(false);
    }
  };
  if (!isOwner) return null;
  if (isAsking)
    return (
      <>
        <Button size="compact-sm" variant="subtle" onClick={() => setIsAsking(false)}>
          {words.page.keep}
        </Button>
        <ServerButton size="compact-sm" variant="default" autoFocus onClick={() => void remove()}>
          {words.page.confirmDelete}
        </ServerButton>
      </>
    );
  return (
    <>
      <Button size="compact-sm" onClick={edit} rightSection={<Kbd keys="e" />}>
        {words.page.edit}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={() => setIsAsking(true)}>
        {words.page.delete}
      </Button>
    </>
  );
}
