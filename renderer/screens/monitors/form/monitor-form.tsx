// Adding in ten seconds: an address and Enter. The other fields open on request.
import { useState, type FormEvent } from 'react';
import { Button, Select, TextInput } from '@mantine/core';
import { SaveButton } from '../../../fields/save-button.tsx';
import { saveRecord, useApi } from '../../../server/api.ts';
import { expectedIn, faultyFields, sayRefusal } from '../../../fields/field.ts';
import { FieldForm } from '../../../fields/field-form.tsx';
import { useAttempt } from '../../../fields/use-attempt.ts';
import type { Tagged } from '../../../server/http.ts';
import { go, onward } from '../../../state/router.ts';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { EmptyScreen } from '../../../ui/empty.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { useKeys } from '../../../ui/keys.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { missingIn, toMonitor, type MonitorDraft } from './draft.ts';
import { guessTarget } from './guess-target.ts';
import type { CheckKind, Monitor } from '../monitor.ts';
import { saySeconds, sayThresholds } from '../say-monitor.ts';
import { LocationFields } from './location-fields.tsx';
import { FollowingFields, TimingFields } from './timing-fields.tsx';
import { TryPane } from './try-result.tsx';
import { fieldsBeforeMore, useMonitorDraft, type Begun, type Drafting } from './use-monitor-draft.ts';
import { useTry } from './use-try.ts';
import styles from '../form.module.css';

const words = strings.monitors.form;

export function MonitorForm(begun: Begun) {
  const { kinds, before } = begun;
  const { isOwner } = useSession();
  const drafting = useMonitorDraft(begun);
  const { draft, kind } = drafting;
  const [isMoreShown, setIsMoreShown] = useState(before !== null);
  const { isBusy, problem, save } = useSaving({ draft, kind, before, show: () => setIsMoreShown(true) });
  const trying = useTry(draft, kind, before?.value.id ?? null);
  useKeys({ 'mod+enter': { run: trying.attempt, label: words.try, inFields: true } });
  if (!isOwner) return <ForOwners title={before?.value.name ?? strings.monitors.add} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  // Also marks fields that a manual try was refused for.
  const refused = problem ?? (trying.problem?.wasAsked && !trying.isOld ? trying.problem.error : null);
  const title = before ? words.editTitle(before.value.name) : words.newTitle;
  return (
    <form className={styles.page} onSubmit={submit} noValidate aria-label={title}>
      <h1>{title}</h1>
      <div className={styles.columns}>
        <Fields
          kinds={kinds}
          id={before?.value.id ?? null}
          drafting={drafting}
          isMoreShown={isMoreShown}
          expected={expectedIn(refused)}
        />
        <TryPane trying={trying} draft={draft} kind={kind} />
      </div>
      <Foot
        drafting={drafting}
        id={before?.value.id ?? null}
        isBusy={isBusy}
        problem={problem}
        isMoreShown={isMoreShown}
        showMore={setIsMoreShown}
      />
    </form>
  );
}

const ForOwners = ({ title }: { title: string }) => (
  <EmptyScreen title={title}>{strings.monitors.onlyOwners}</EmptyScreen>
);

type FieldsProps = {
  kinds: readonly CheckKind[];
  /** Of the monitor that is edited; null for a new one. */
  id: string | null;
  drafting: Drafting;
  isMoreShown: boolean;
  expected: (field: string) => string | undefined;
};

function Fields({ kinds, id, drafting, isMoreShown, expected }: FieldsProps) {
  const { draft, kind, address, change, choose } = drafting;
  const shown = kind && (isMoreShown ? kind.fields : fieldsBeforeMore(kind, address));
  const asksAddress = id === null && !(kind && (isMoreShown || kind.isPassive));
  return (
    <div className={styles.fields}>
      {asksAddress && <Address drafting={drafting} />}
      {id === null && address === '' && !kind && <PassiveKinds kinds={kinds} onChoose={choose} />}
      {kind && <Summary draft={draft} kind={kind} />}
      {(kind || isMoreShown) && (
        <NameAndKind kinds={kinds} drafting={drafting} isKindShown={isMoreShown} expected={expected} />
      )}
      {kind && shown && shown.length > 0 && (
        <FieldForm
          key={kind.kind}
          fields={shown}
          values={draft.settings}
          expected={expected}
          onChange={(settings) => change({ settings })}
        />
      )}
      {kind && isMoreShown && (
        <>
          <TimingFields draft={draft} change={change} expected={expected} kind={kind} />
          {!kind.isPassive && <LocationFields draft={draft} change={change} expected={expected} />}
          <FollowingFields draft={draft} change={change} expected={expected} id={id} kind={kind} />
        </>
      )}
    </div>
  );
}

function Address({ drafting: { address, kind, read } }: Pick<FieldsProps, 'drafting'>) {
  const isUnknown = address.trim().length > 3 && !guessTarget(address) && !kind;
  return (
    <TextInput
      label={words.address}
      description={words.addressWhy}
      placeholder={words.addressHint}
      size="md"
      // The user opened the screen to type here.
      autoFocus
      spellCheck={false}
      value={address}
      error={isUnknown ? words.noAddress : undefined}
      onChange={(event) => read(event.currentTarget.value)}
    />
  );
}

function Summary({ draft, kind }: { draft: MonitorDraft; kind: CheckKind }) {
  return (
    <p className="soft" role="status">
      {kind.isPassive
        ? words.passiveSummary(kind.label)
        : words.summary(kind.label, saySeconds(draft.intervalSeconds), sayThresholds(toMonitor(draft, kind)))}
    </p>
  );
}

type NameProps = Pick<FieldsProps, 'kinds' | 'drafting' | 'expected'> & { isKindShown: boolean };

function NameAndKind({ kinds, drafting: { draft, rename, choose }, isKindShown, expected }: NameProps) {
  return (
    <div className={styles.part}>
      <TextInput
        label={words.name}
        value={draft.name}
        maxLength={120}
        error={expected('name')}
        onChange={(event) => rename(event.currentTarget.value)}
      />
      {isKindShown && (
        <Select
          label={words.kind}
          data={kinds.map(({ kind, label }) => ({ value: kind, label }))}
          value={draft.kind || null}
          error={expected('kind')}
          allowDeselect={false}
          searchable
          onChange={choose}
        />
      )}
    </div>
  );
}

type FootProps = Pick<FieldsProps, 'id' | 'drafting' | 'isMoreShown'> & {
  isBusy: boolean;
  problem: unknown;
  showMore: (isShown: boolean) => void;
};

function Foot({ id, drafting: { draft, kind }, isMoreShown, isBusy, problem, showMore }: FootProps) {
  const missing = missingIn(draft, kind);
  return (
    <div className={styles.foot}>
      <SaveButton
        variant="filled"
        loading={isBusy}
        disabled={missing !== null}
        rightSection={<Kbd keys="enter" isAlways />}
      >
        {id === null ? words.add : words.save}
      </SaveButton>
      <Button variant="subtle" onClick={() => go({ screen: 'monitors', monitor: id })}>
        {words.cancel}
      </Button>
      <Button variant="subtle" aria-expanded={isMoreShown} onClick={() => showMore(!isMoreShown)}>
        {isMoreShown ? words.less : words.more}
      </Button>
      {missing !== null && <span className="label">{words.missing[missing]}</span>}
      {problem !== null && <Problem>{words.notSaved(sayWrong(problem, kind))}</Problem>}
    </div>
  );
}

/** The error with the names of the marked fields, which may be out of sight. */
function sayWrong(problem: unknown, kind: CheckKind | undefined): string {
  const labelled = faultyFields(problem).map((path) => {
    const [first = '', second = ''] = path.split('.');
    if (first === 'name') return words.name;
    return first === 'settings' ? kind?.fields.find(({ name }) => name === second)?.label : undefined;
  });
  const names = labelled.flatMap((label) => label ?? []);
  // Name all faulty fields or none.
  return names.length < labelled.length || names.length === 0
    ? sayRefusal(problem)
    : words.wrongFields([...new Set(names)]);
}

type PassiveProps = { kinds: readonly CheckKind[]; onChoose: (kind: string) => void };

function PassiveKinds({ kinds, onChoose }: PassiveProps) {
  return (
    <p className={styles.passive}>
      <span className="label">{words.passive}</span>
      {kinds
        .filter(({ isPassive }) => isPassive)
        .map(({ kind, label }) => (
          <Button key={kind} size="compact-sm" onClick={() => onChoose(kind)}>
            {label}
          </Button>
        ))}
    </p>
  );
}

type Saving = {
  draft: MonitorDraft;
  kind: CheckKind | undefined;
  before: Tagged<Monitor> | null;
  /** Shows all fields, so that a marked one is visible. */
  show: () => void;
};

function useSaving({ draft, kind, before, show }: Saving) {
  const api = useApi();
  const body = kind && toMonitor(draft, kind);
  const { busy: isBusy, problem, attempt } = useAttempt(undefined, body);
  const send = async (sent: NonNullable<typeof body>) => {
    const goOn = onward();
    try {
      const saved = await saveRecord<Monitor>(api, '/monitors', before, sent);
      // AI7: records in the room which monitor was made from the item.
      if (!before && sent.origin)
        await api.post(`/incidents/${sent.origin.incident}/facts`, {
          kind: 'action-item-changed',
          target: sent.origin.item,
          monitor: saved.id,
        });
      goOn({ screen: 'monitors', monitor: saved.id });
    } catch (error) {
      if (faultyFields(error).some((field) => field !== 'name')) show();
      throw error;
    }
  };
  const save = async () => {
    if (body && !isBusy) await attempt(() => send(body));
  };
  return { isBusy, problem, save };
}
