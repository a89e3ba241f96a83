import { Autocomplete, NumberInput, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { areas } from '#room/team/areas.ts';
import { severities } from '#room/team/scales.ts';
import { useFeed } from '../../../server/feed.tsx';
import type { FormPart } from '../../../fields/record-form.tsx';
import { strings } from '../../../strings/index.ts';
import type { MonitorDraft } from './draft.ts';
import type { CheckKind } from '../monitor.ts';
import { NoticeTime } from './notice-time.tsx';
import styles from '../form.module.css';

const words = strings.monitors.form;
const usualFlap = { changes: 6, minutes: 30 };

type PartProps = FormPart<MonitorDraft>;

/** When a measurement changes the state: thresholds, retries, flapping. */
export function TimingFields({ draft, change, expected, kind }: PartProps & { kind: CheckKind }) {
  const seconds = (
    name: 'intervalSeconds' | 'retrySeconds' | 'confirmSeconds' | 'recoverSeconds',
    label: string,
    placeholder = '',
  ) => (
    <NumberInput
      label={label}
      suffix=" s"
      min={1}
      max={86_400}
      placeholder={placeholder}
      value={draft[name] ?? ''}
      error={expected(name)}
      onChange={(value) =>
        change({ [name]: typeof value === 'number' ? value : name === 'intervalSeconds' ? 0 : null })
      }
    />
  );
  const count = (name: 'confirmations' | 'recoveries', label: string) => (
    <NumberInput
      label={label}
      min={1}
      max={100}
      allowDecimal={false}
      value={draft[name]}
      error={expected(name)}
      onChange={(value) => change({ [name]: Number(value) })}
    />
  );
  return (
    <fieldset className={styles.part}>
      <legend>{words.when}</legend>
      {seconds('intervalSeconds', words.interval)}
      {!kind.isPassive && seconds('retrySeconds', words.retrySeconds, words.retryHint)}
      {!kind.isPassive && (
        <>
          <SegmentedControl
            className={styles.wide ?? ''}
            aria-label={words.by}
            data={[
              { value: 'count', label: `${words.by} ${words.byCount}` },
              { value: 'period', label: words.byPeriod },
            ]}
            value={draft.isByPeriod ? 'period' : 'count'}
            onChange={(value) => change({ isByPeriod: value === 'period' })}
          />
          {draft.isByPeriod ? (
            <>
              {seconds('confirmSeconds', words.confirmSeconds)}
              {seconds('recoverSeconds', words.recoverSeconds)}
            </>
          ) : (
            <>
              {count('confirmations', words.confirmations)}
              {count('recoveries', words.recoveries)}
            </>
          )}
        </>
      )}
      <NoticeTime draft={draft} kind={kind} change={change} />
      <Switch
        label={words.flap}
        description={words.flapHint}
        checked={draft.flap !== null}
        onChange={(event) => change({ flap: event.currentTarget.checked ? usualFlap : null })}
      />
      <Switch
        label={draft.kind === 'metric' ? words.baselineOfNumber : words.baseline}
        description={words.baselineHint}
        checked={draft.baseline === true}
        onChange={(event) => change({ baseline: event.currentTarget.checked })}
      />
      {draft.flap !== null && <FlapFields draft={draft} change={change} expected={expected} />}
    </fieldset>
  );
}

function FlapFields({ draft, change, expected }: PartProps) {
  const flap = draft.flap ?? usualFlap;
  return (
    <>
      <NumberInput
        label={words.flapChanges}
        min={3}
        max={50}
        allowDecimal={false}
        value={flap.changes}
        error={expected('flap.changes')}
        onChange={(value) => change({ flap: { ...flap, changes: Number(value) } })}
      />
      <NumberInput
        label={words.flapMinutes}
        suffix={strings.fields.units.minutes}
        min={1}
        max={1_440}
        allowDecimal={false}
        value={flap.minutes}
        error={expected('flap.minutes')}
        onChange={(value) => change({ flap: { ...flap, minutes: Number(value) } })}
      />
    </>
  );
}

type FollowingProps = PartProps & { id: string | null; kind: CheckKind };

/** What an outage means: the service, the severity, and who is not alerted. */
export function FollowingFields({ draft, change, expected, id, kind }: FollowingProps) {
  const { snapshot } = useFeed();
  const monitors = snapshot?.monitors ?? [];
  const services = [
    ...new Set([
      ...(snapshot?.services ?? []).map(({ name }) => name),
      ...monitors.flatMap(({ service }) => service ?? []),
    ]),
  ].toSorted((one, other) => one.localeCompare(other));
  return (
    <fieldset className={styles.part}>
      <legend>{words.follows}</legend>
      <Autocomplete
        label={words.service}
        description={words.serviceHint}
        data={services}
        value={draft.service}
        maxLength={120}
        error={expected('service')}
        onChange={(service) => change({ service })}
      />
      <WatchedFields draft={draft} change={change} expected={expected} kind={kind} />
      <Select
        label={words.severity}
        placeholder={words.defaultSeverity}
        clearable
        data={[...severities]}
        value={draft.severity}
        error={expected('severity')}
        onChange={(severity) => change({ severity })}
      />
      <Select
        label={words.degradedSeverity}
        description={words.degradedHint}
        placeholder={words.noIncident}
        clearable
        data={['P3', 'P4']}
        value={draft.degradedSeverity}
        error={expected('degradedSeverity')}
        onChange={(degradedSeverity) => change({ degradedSeverity })}
      />
      <Select
        label={words.parent}
        description={words.parentHint}
        clearable
        searchable
        data={monitors.filter((each) => each.id !== id).map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.parent}
        error={expected('parent')}
        onChange={(parent) => change({ parent })}
      />
      <div className={styles.switches}>
        <Switch
          label={words.suppress}
          checked={draft.suppressChildren !== false}
          onChange={(event) => change({ suppressChildren: event.currentTarget.checked })}
        />
        <Switch
          label={words.resolves}
          description={words.resolvesHint}
          checked={draft.resolvesByItself === true}
          onChange={(event) => change({ resolvesByItself: event.currentTarget.checked })}
        />
        <Switch
          label={words.tellsOwner}
          description={words.tellsOwnerHint}
          checked={draft.tellsOwner !== false}
          onChange={(event) => change({ tellsOwner: event.currentTarget.checked })}
        />
      </div>
    </fieldset>
  );
}

/** CH18 and SV5: the watched area and the runbook. */
function WatchedFields({ draft, change, expected, kind }: PartProps & { kind: CheckKind }) {
  return (
    <>
      <Select
        label={words.area}
        description={words.areaHint}
        placeholder={kind.area && strings.monitors.areas[kind.area]}
        clearable
        data={areas.map((value) => ({ value, label: strings.monitors.areas[value] }))}
        value={draft.area}
        error={expected('area')}
        onChange={(chosen) => change({ area: areas.find((each) => each === chosen) ?? null })}
      />
      <TextInput
        label={words.runbook}
        description={words.runbookHint}
        value={draft.runbook}
        maxLength={2_000}
        error={expected('runbook')}
        onChange={(event) => change({ runbook: event.currentTarget.value })}
      />
    </>
  );
}
