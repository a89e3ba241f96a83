import { useMemo, useState, type FormEvent } from 'react';
import { Button, Checkbox, MultiSelect, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { SaveButton } from '../../../fields/save-button.tsx';
import { saveRecord, useApi } from '../../../server/api.ts';
import { expectedIn, sayRefusal } from '../../../fields/field.ts';
import { NameField } from '../../../fields/name-field.tsx';
import type { FormPart } from '../../../fields/record-form.tsx';
import { useAttempt } from '../../../fields/use-attempt.ts';
import { ZoneSelect } from '../../../fields/zone-select.tsx';
import type { Tagged } from '../../../server/http.ts';
import { useEscape } from '../../../ui/use-escape.ts';
import { useFeed } from '../../../server/feed.tsx';
import { strings } from '../../../strings/index.ts';
import { useNow, useTeamClock } from '../../../ui/now.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { OnPages } from './maintenance-pages.tsx';
import { TypedTime } from './typed-time.tsx';
import {
  draftOf,
  losesTurns,
  readOnce,
  sayClock,
  sayLastDay,
  sayRead,
  sayStart,
  toPlan,
  type Planned,
  type Window,
  type WindowDraft,
} from './maintenance.ts';
import styles from '../form.module.css';

const words = strings.monitors.maintenance;
const kinds: readonly Window['kind'][] = ['once', 'weekly', 'cron', 'rrule'];

type FormProps = { before: Tagged<Planned> | null; onDone: () => void };

export function MaintenanceForm({ before, onDone }: FormProps) {
  const api = useApi();
  const clock = useTeamClock();
  const [draft, setDraft] = useState<WindowDraft>(() => draftOf(before?.value ?? null));
  const { busy, problem, attempt } = useAttempt(onDone, toPlan(draft, clock.now()));
  useEscape(true, onDone);
  const change = (part: Partial<WindowDraft>) => setDraft({ ...draft, ...part });
  const expected = expectedIn(problem);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt(() => saveRecord(api, '/maintenance', before, toPlan(draft, clock.now())));
  };
  return (
    <form
      className={styles.form}
      onSubmit={submit}
      noValidate
      aria-label={before ? words.change : words.plan}
    >
      <h2>{before ? words.change : words.plan}</h2>
      <div className={styles.part}>
        <NameField
          label={words.name}
          name={draft.name}
          error={expected('name')}
          change={(name) => change({ name })}
        />
        <Which draft={draft} change={change} expected={expected} />
        <SegmentedControl
          className={styles.wide ?? ''}
          aria-label={words.kind}
          data={kinds.map((value) => ({ value, label: words.kinds[value] }))}
          value={draft.kind}
          onChange={(value) => change({ kind: value })}
        />
        {draft.kind === 'once' && <OnceFields draft={draft} change={change} expected={expected} />}
        {draft.kind !== 'once' && <RepeatingFields draft={draft} change={change} expected={expected} />}
        <OnPages draft={draft} change={change} expected={expected} />
      </div>
      {losesTurns(draft, clock.now()) && <p className="label">{words.losesTurns}</p>}
      {problem !== null && <Problem>{words.notSaved(sayRefusal(problem))}</Problem>}
      <div className={styles.buttons}>
        <SaveButton variant="filled" loading={busy} disabled={!draft.name.trim()}>
          {before ? strings.monitors.form.save : words.save}
        </SaveButton>
        <Button variant="subtle" onClick={onDone}>
          {strings.monitors.form.cancel}
        </Button>
        {!draft.name.trim() && <span className="label">{words.nameFirst}</span>}
      </div>
    </form>
  );
}

type PartProps = FormPart<WindowDraft>;

function Which({ draft, change, expected }: PartProps) {
  const { snapshot } = useFeed();
  const data = useMemo(
    () => (snapshot?.monitors ?? []).map(({ id, name }) => ({ value: id, label: name })),
    [snapshot?.monitors],
  );
  return (
    <div>
      <MultiSelect
        label={words.monitors}
        placeholder={draft.isForAll ? words.every : draft.monitors.length === 0 ? words.choose : ''}
        data={data}
        searchable
        disabled={draft.isForAll}
        value={[...draft.monitors]}
        error={expected('monitors')}
        onChange={(monitors) => change({ monitors })}
      />
      <Checkbox
        mt={6}
        label={words.every}
        checked={draft.isForAll}
        onChange={(event) => change({ isForAll: event.currentTarget.checked })}
      />
    </div>
  );
}

function OnceFields({ draft, change, expected }: PartProps) {
  const now = useNow();
  const read = readOnce(draft, now);
  return (
    <>
      <TypedTime
        label={words.from}
        hint={words.fromHint}
        value={draft.from}
        said={sayRead(read.from)}
        expected={expected('window.from')}
        onChange={(from) => change({ from })}
      />
      <TypedTime
        label={words.to}
        hint={words.toHint}
        value={draft.to}
        said={sayRead(read.to)}
        expected={expected('window.to')}
        onChange={(to) => change({ to })}
      />
    </>
  );
}

function RepeatingFields({ draft, change, expected }: PartProps) {
  const now = useNow();
  return (
    <>
      {draft.kind === 'weekly' ? (
        <>
          <Checkbox.Group
            className={styles.wide ?? ''}
            label={words.days}
            value={[...draft.days]}
            error={expected('window.days')}
            onChange={(days) => change({ days })}
          >
            <div className={styles.days}>
              {words.dayNames.map((name, index) => (
                <Checkbox key={name} value={String(index + 1)} label={name} />
              ))}
            </div>
          </Checkbox.Group>
          <TypedTime
            label={words.at}
            hint={words.atHint}
            value={draft.at}
            said={sayClock(draft.at)}
            expected={expected('window.at')}
            onChange={(at) => change({ at })}
          />
        </>
      ) : draft.kind === 'cron' ? (
        <TextInput
          label={words.cron}
          placeholder={words.cronHint}
          value={draft.cron}
          error={expected('window.cron')}
          onChange={(event) => change({ cron: event.currentTarget.value })}
        />
      ) : (
        <RuleFields draft={draft} change={change} expected={expected} />
      )}
      <NumberInput
        label={words.minutes}
        suffix={strings.fields.units.minutes}
        min={1}
        max={1_440}
        value={draft.minutes}
        error={expected('window.minutes')}
        onChange={(value) => change({ minutes: Number(value) })}
      />
      <ZoneSelect
        label={words.timeZone}
        value={draft.timeZone}
        allowDeselect={false}
        error={expected('window.timeZone')}
        onChange={(zone) => change({ timeZone: zone ?? 'UTC' })}
      />
      <TypedTime
        label={words.until}
        hint={words.untilHint}
        value={draft.until}
        said={sayLastDay(draft.until, now)}
        expected={expected('until')}
        onChange={(until) => change({ until })}
      />
    </>
  );
}

/** SP142: a recurrence rule, as calendars write it. */
function RuleFields({ draft, change, expected }: PartProps) {
  const now = useNow();
  return (
    <>
      <TextInput
        label={words.rule}
        description={words.ruleHint}
        maxLength={200}
        value={draft.rule}
        error={expected('window.rule')}
        onChange={(event) => change({ rule: event.currentTarget.value })}
      />
      <TypedTime
        label={words.start}
        hint={words.startHint}
        value={draft.start}
        said={sayStart(draft.start, now)}
        expected={expected('window.start')}
        onChange={(start) => change({ start })}
      />
    </>
  );
}
