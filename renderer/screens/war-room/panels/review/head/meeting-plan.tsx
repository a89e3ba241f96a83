// RS6: plans the review meeting: its time, its leader, and a calendar file.
import { useState, type FormEvent } from 'react';
import { Button, Select, TextInput } from '@mantine/core';
import { sayProblem, useApi } from '#renderer/server/api.ts';
import { readMoment } from '#renderer/time/typed-moment.ts';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { usePersonName } from '#renderer/server/feed.tsx';
import { useTeamClock } from '#renderer/ui/now.tsx';
import { Problem } from '#renderer/ui/problem.tsx';
import { When } from '#renderer/ui/time.tsx';
import { attendeesOf } from '#room/pir/meeting.ts';
import { strings } from '../../../../../strings/index.ts';
import { useKnownPeople } from '../../use-known-people.ts';
import { ownZone } from '#renderer/time/wall.ts';
import { downloadFile } from '#renderer/ui/save-in-browser.ts';
import styles from './review-head.module.css';

const words = strings.meeting;
const lengths = [30, 45, 60, 90];

/** A button, with the form below it while it is open. */
export function MeetingPlan({ id }: { id: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="compact-sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {words.plan}
      </Button>
      {isOpen && <MeetingForm id={id} onDone={() => setOpen(false)} />}
    </>
  );
}

function MeetingForm({ id, onDone }: { id: string; onDone: () => void }) {
  const api = useApi();
  const room = useRoom();
  const clock = useTeamClock();
  const nameOf = usePersonName();
  const people = useKnownPeople();
  const [typed, setTyped] = useState('');
  const [minutes, setMinutes] = useState(60);
  const [facilitator, setFacilitator] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  const [said, setSaid] = useState<{ problem: string | null } | null>(null);
  const inIt = attendeesOf(room);
  const at = readMoment(typed, clock.now(), ownZone());
  const isAhead = at !== null && at > clock.now();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setWrong(!isAhead);
    if (!isAhead) return;
    const query = new URLSearchParams({ at: String(at), minutes: String(minutes) });
    if (facilitator !== null) query.set('facilitator', facilitator);
    try {
      const answer = await api.fetch(`/incidents/${id}/review/meeting.ics?${query}`);
      downloadFile(`${room.number ?? 'incident'}-review.ics`, await answer.text(), 'text/calendar');
      setSaid({ problem: null });
    } catch (error) {
      setSaid({ problem: words.notSaved(sayProblem(error)) });
    }
  };
  return (
    <form className={styles.meeting} aria-label={words.title} onSubmit={(event) => void save(event)}>
      <TextInput
        label={words.when}
        description={isAhead ? <When at={at} /> : words.whenHint}
        // The form was opened to type here.
        autoFocus
        autoComplete="off"
        value={typed}
        error={isWrong && !isAhead ? words.notWhen : null}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Select
        label={words.length}
        allowDeselect={false}
        data={lengths.map((each) => ({ value: String(each), label: words.minutes(each) }))}
        value={String(minutes)}
        onChange={(value) => setMinutes(Number(value ?? minutes))}
      />
      <Select
        label={words.facilitator}
        description={words.facilitatorHint}
        placeholder={words.nobody}
        clearable
        data={people
          .toSorted((a, b) => Number(inIt.includes(a.id)) - Number(inIt.includes(b.id)))
          .map(({ id: value, name }) => ({ value, label: inIt.includes(value) ? words.wasIn(name) : name }))}
        value={facilitator}
        onChange={setFacilitator}
      />
      <p className="soft">{words.invited(inIt.map(nameOf).join(', '))}</p>
      <div className={styles.buttons}>
        <Button type="submit" variant="filled">
          {words.save}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {words.leave}
        </Button>
        <span role="status">{said !== null && said.problem === null && words.saved}</span>
      </div>
      {said !== null && said.problem !== null && <Problem>{said.problem}</Problem>}
    </form>
  );
}
