import { useState, type FormEvent } from 'react';
import { Button, Switch, TextInput } from '@mantine/core';
import type { Contact, NotifyRule, Person, WorkingHours } from '#room/feed/feed.ts';
import { ServerButton } from '../../../fields/server-button.tsx';
import { SaveButton } from '../../../fields/save-button.tsx';
import { useApi } from '../../../server/api.ts';
import { expectedIn, sayRefusal } from '../../../fields/field.ts';
import { useAttempt } from '../../../fields/use-attempt.ts';
import { ZoneSelect } from '../../../fields/zone-select.tsx';
import { useResource } from '../../../server/use-resource.ts';
import { CalendarLink } from '../../on-call/calendar-link.tsx';
import { HoursFields, usualHours } from '../../on-call/hours-fields.tsx';
import { useSession } from '../../../server/session.tsx';
import type { FormPart } from '../../../fields/record-form.tsx';
import { strings } from '../../../strings/index.ts';
import { AwaitedPart } from '../../../ui/awaited.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { Ago } from '../../../ui/time.tsx';
import { AwayFields, awayOf, daysOf, type AwayDays } from './away-fields.tsx';
import { NotifyRules } from './notify-rules.tsx';
import { Sentence } from '../../../ui/sentence.tsx';
import styles from './contact.module.css';

const words = strings.onCall.contact;

/** PE1: how to reach and page me, and when that was last confirmed. */
export function ContactDetails() {
  const { me } = useSession();
  const { value, problem, reload } = useResource<Person>(`/people/${me.id}`);
  if (value === null) return <AwaitedPart problem={problem} again={reload} />;
  return (
    <>
      <ContactForm person={value} onChange={reload} />
      <CalendarLink path={`/people/${me.id}/calendar`} title={strings.onCall.link.mine} />
    </>
  );
}

type Draft = {
  email: string;
  phone: string;
  title: string;
  timeZone: string;
  workingHours: WorkingHours | null;
  notify: readonly NotifyRule[];
  shiftNews: boolean;
  away: readonly AwayDays[];
  holidays: readonly string[];
};

const draftOf = ({ contact, notify = [] }: Person): Draft => ({
  email: contact?.email ?? '',
  phone: contact?.phone ?? '',
  title: contact?.title ?? '',
  timeZone: contact?.timeZone ?? '',
  workingHours: contact?.workingHours ?? null,
  notify,
  shiftNews: contact?.shiftNews !== false,
  away: daysOf(contact?.away ?? [], contact?.timeZone ?? 'UTC'),
  holidays: contact?.holidays ?? [],
});

/** Empty fields are not sent. */
function toContact(draft: Draft): Contact {
  const { email, phone, title, timeZone, workingHours, shiftNews, holidays } = draft;
  const away = awayOf(draft.away, timeZone.trim() || 'UTC');
  const texts = Object.entries({ email, phone, title, timeZone }).flatMap(([name, text]) =>
    text.trim() ? [[name, text.trim()] as const] : [],
  );
  return {
    ...Object.fromEntries(texts),
    ...(workingHours && { workingHours }),
    ...(shiftNews ? {} : { shiftNews }),
    ...(away.length > 0 && { away }),
    ...(holidays.length > 0 && { holidays }),
  };
}

/** The draft of a person's details, and what saves and confirms it. `onChange` is called after each change saved. */
function useContactDraft(person: Person, onChange: () => void) {
  const api = useApi();
  const [draft, setDraft] = useState(() => draftOf(person));
  const [isSaved, setIsSaved] = useState(false);
  const body = { contact: toContact(draft), notify: draft.notify };
  const { busy, problem, attempt } = useAttempt(() => {
    onChange();
    setIsSaved(true);
  }, body);
  const path = `/people/${person.id}`;
  return {
    draft,
    busy,
    problem,
    isSaved,
    isChanged: JSON.stringify(draft) !== JSON.stringify(draftOf(person)),
    change: (part: Partial<Draft>) => {
      setDraft({ ...draft, ...part });
      setIsSaved(false);
    },
    save: () =>
      attempt(async () => {
        const { value, etag } = await api.getTagged<Person>(path);
        // The server returns phone numbers without spaces.
        setDraft(draftOf(await api.put<Person>(path, { name: value.name, ...body }, etag)));
      }),
    confirm: () => attempt(() => api.post(`${path}/confirm`, {})),
  };
}

/** PE3: for oneself, or for another person when an owner edits. That person then confirms it. */
export function ContactForm({ person, onChange }: { person: Person; onChange: () => void }) {
  const { me } = useSession();
  const isOwn = person.id === me.id;
  const title = isOwn ? words.title : words.titleOf(person.name);
  const { draft, busy, problem, isSaved, isChanged, change, save, confirm } = useContactDraft(
    person,
    onChange,
  );
  const expected = expectedIn(problem);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate aria-label={title}>
      <div>
        <h2>{title}</h2>
        <p className="label">{isOwn ? words.lead : words.leadOf(person.name)}</p>
      </div>
      <ReachFields draft={draft} change={change} expected={expected} />
      <NotifyRules rules={draft.notify} onChange={(notify) => change({ notify })} expected={expected} />
      <HoursPart draft={draft} change={change} expected={expected} />
      <Switch
        label={words.shiftNews}
        description={words.shiftNewsHint}
        checked={draft.shiftNews}
        onChange={(event) => change({ shiftNews: event.currentTarget.checked })}
      />
      <AwayFields away={draft.away} holidays={draft.holidays} onChange={change} expected={expected} />
      {problem !== null && <Problem>{words.failed(sayRefusal(problem))}</Problem>}
      <div className={styles.buttons}>
        <SaveButton variant="filled" loading={busy} disabled={!isChanged}>
          {words.save}
        </SaveButton>
        {isOwn && (
          <ServerButton disabled={busy || isChanged} onClick={() => void confirm()}>
            {words.confirm}
          </ServerButton>
        )}
        <Confirmed at={person.contact?.confirmedAt} isSaved={isSaved && !isChanged} />
      </div>
    </form>
  );
}

type PartProps = FormPart<Draft>;

function ReachFields({ draft, change, expected }: PartProps) {
  return (
    <div className={styles.fields}>
      <TextInput
        label={words.email}
        value={draft.email}
        error={expected('contact.email')}
        onChange={(event) => change({ email: event.currentTarget.value })}
      />
      <TextInput
        label={words.phone}
        placeholder={words.phoneHint}
        value={draft.phone}
        error={expected('contact.phone')}
        onChange={(event) => change({ phone: event.currentTarget.value })}
      />
      <TextInput
        label={words.job}
        value={draft.title}
        error={expected('contact.title')}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <ZoneSelect
        label={words.timeZone}
        placeholder={words.noZone}
        clearable
        clearButtonProps={{ 'aria-label': words.noZone }}
        value={draft.timeZone || null}
        error={expected('contact.timeZone')}
        onChange={(timeZone) => change({ timeZone: timeZone ?? '' })}
      />
    </div>
  );
}

function HoursPart({ draft: { workingHours }, change, expected }: PartProps) {
  if (workingHours === null)
    return (
      <div>
        <Button size="compact-sm" onClick={() => change({ workingHours: usualHours })}>
          {words.working}
        </Button>
      </div>
    );
  return (
    <HoursFields
      label={words.working}
      hours={workingHours}
      onChange={(next) => change({ workingHours: next })}
      onRemove={() => change({ workingHours: null })}
      expected={(part) => expected(`contact.workingHours.${part}`)}
    />
  );
}

function Confirmed({ at, isSaved }: { at: number | undefined; isSaved: boolean }) {
  return (
    <span className="label" role="status">
      {isSaved ? `${words.saved} ` : ''}
      {at === undefined ? (
        words.never
      ) : (
        <>
          <Sentence says={words.confirmed} parts={{ time: <Ago at={at} /> }} />
        </>
      )}
    </span>
  );
}
