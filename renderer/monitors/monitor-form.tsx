// Adding in ten seconds: an address and Enter. The other fields open on request.
import { useState, type FormEvent } from 'react';
import { Button, Select, TextInput } from '@mantine/core';
import { useApi } from '../api.ts';
import { expectedIn, faultyFields, sayRefusal } from '../fields/field.ts';
import { FieldForm } from '../fields/field-form.tsx';
import type { Tagged } from '../http.ts';
import { go } from '../state/router.ts';
import { useSession } from '../state/session.tsx';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { useKeys } from '../ui/keys.tsx';
import { Problem } from '../ui/problem.tsx';
import { draftOf, emptyDraft, missingIn, toMonitor, withGuess, withKind, type Draft } from './draft.ts';
import { guessTarget } from './guess-target.ts';
import type { CheckKind, Monitor } from './monitor.ts';
import { saySeconds, sayThresholds } from './say-monitor.ts';
import { FollowingFields, TimingFields } from './timing-fields.tsx';
import { TryPane } from './try-result.tsx';
import { useTry } from './use-try.ts';
import styles from './form.module.css';

const words = strings.monitors.form;

type FormProps = {
  kinds: readonly CheckKind[];
  before: Tagged<Monitor> | null;
  /** AI7: the action item that the monitor is made from. */
  of?: Monitor['origin'] | null;
};

export function MonitorForm({ kinds, before, of = null }: FormProps) {
  const { isOwner } = useSession();
  const [draft, setDraft] = useState<Draft>(() =>
    before ? draftOf(before.value) : { ...emptyDraft(), ...(of && { origin: of }) },
  );
  const [address, setAddress] = useState('');
  const [kept, setKept] = useState({ kind: before !== null, name: before !== null });
  const [isMoreShown, setIsMoreShown] = useState(before !== null);
  const kind = kinds.find((each) => each.kind === draft.kind);
  const { isBusy, problem, save } = useSaving({ draft, kind, before, show: () => setIsMoreShown(true) });
  const trying = useTry(draft, kind, before?.value.id ?? null);
  const change = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));
  const choose = (name: string | null) => {
    const chosen = kinds.find((each) => each.kind === name);
    if (!chosen) return;
    setKept((known) => ({ ...known, kind: true }));
    setDraft((known) => withKind(known, chosen));
  };
  const read = (typed: string) => {
    setAddress(typed);
    const guess = guessTarget(typed);
    const guessed = guess && kinds.find((each) => each.kind === (kept.kind ? draft.kind : guess.kind));
    if (!guess) return;
    setDraft((known) => {
      const next = withGuess(known, guess, kept);
      // Where the kinds could not be read, only the kind's name is known; its form follows.
      return next.kind === known.kind || !guessed ? next : withKind(next, guessed);
    });
  };
  useKeys({ 'mod+enter': { run: trying.attempt, label: words.try, inFields: true } });
  if (!isOwner) return <p className="label">{strings.monitors.onlyOwners}</p>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  // Also marks fields that a manual try was refused for.
  const refused = problem ?? (trying.problem?.wasAsked && !trying.isOld ? trying.problem.error : null);
  const expected = expectedIn(refused);
  const missing = missingIn(draft, kind);
  const shown = kind?.fields.filter(
    (field) =>
      isMoreShown ||
      // Required fields that the address does not fill. A passive check shows its few main settings.
      (field.isRequired && (!guessTarget(address) || !(field.name in guessTarget(address)!.settings))) ||
      (kind.isPassive && field.isMain),
  );
  return (
    <form
      className={styles.page}
      onSubmit={submit}
      noValidate
      aria-label={before ? words.editTitle(before.value.name) : words.newTitle}
    >
      <h1>{before ? words.editTitle(before.value.name) : words.newTitle}</h1>
      <div className={styles.columns}>
        <div className={styles.fields}>
          {!before && !(kind && (isMoreShown || kind.isPassive)) && (
            <TextInput
              label={words.address}
              description={words.addressWhy}
              placeholder={words.addressHint}
              size="md"
              // The user opened the screen to type here.
              autoFocus
              spellCheck={false}
              value={address}
              error={
                address.trim().length > 3 && !guessTarget(address) && !kind ? words.noAddress : undefined
              }
              onChange={(event) => read(event.currentTarget.value)}
            />
          )}
          {!before && address === '' && !kind && <PassiveKinds kinds={kinds} onChoose={choose} />}
          {kind && (
            <p className="soft" role="status">
              {kind.isPassive
                ? words.passiveSummary(kind.label)
                : words.summary(
                    kind.label,
                    saySeconds(draft.intervalSeconds),
                    sayThresholds(toMonitor(draft, kind)),
                  )}
            </p>
          )}
          {(kind || isMoreShown) && (
            <div className={styles.part}>
              <TextInput
                label={words.name}
                value={draft.name}
                maxLength={120}
                error={expected('name')}
                onChange={(event) => {
                  setKept((known) => ({ ...known, name: true }));
                  change({ name: event.currentTarget.value });
                }}
              />
              {isMoreShown && (
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
              <FollowingFields
                draft={draft}
                change={change}
                expected={expected}
                id={before?.value.id ?? null}
              />
            </>
          )}
        </div>
        <TryPane trying={trying} draft={draft} kind={kind} />
      </div>
      <div className={styles.foot}>
        <Button
          type="submit"
          variant="filled"
          loading={isBusy}
          disabled={missing !== null}
          rightSection={<Kbd keys="enter" isAlways />}
        >
          {before ? words.save : words.add}
        </Button>
        <Button
          variant="subtle"
          onClick={() => go({ screen: 'monitors', monitor: before?.value.id ?? null })}
        >
          {words.cancel}
        </Button>
        <Button variant="subtle" aria-expanded={isMoreShown} onClick={() => setIsMoreShown(!isMoreShown)}>
          {isMoreShown ? words.less : words.more}
        </Button>
        {missing !== null && <span className="label">{words.missing[missing]}</span>}
        {problem !== null && <Problem>{words.notSaved(sayWrong(problem, kind))}</Problem>}
      </div>
    </form>
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
  draft: Draft;
  kind: CheckKind | undefined;
  before: Tagged<Monitor> | null;
  /** Shows all fields, so that a marked one is visible. */
  show: () => void;
};

function useSaving({ draft, kind, before, show }: Saving) {
  const api = useApi();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const save = async () => {
    if (!kind || isBusy) return;
    setIsBusy(true);
    setProblem(null);
    try {
      const body = toMonitor(draft, kind);
      const saved = before
        ? await api.put<Monitor>(`/monitors/${before.value.id}`, body, before.etag)
        : await api.post<Monitor>('/monitors', body);
      // AI7: records in the room which monitor was made from the item.
      if (!before && body.origin)
        await api.post(`/incidents/${body.origin.incident}/facts`, {
          kind: 'action-item-changed',
          target: body.origin.item,
          monitor: saved.id,
        });
      go({ screen: 'monitors', monitor: saved.id });
    } catch (error) {
      setProblem(error);
      if (faultyFields(error).some((field) => field !== 'name')) show();
    }
    setIsBusy(false);
  };
  return { isBusy, problem, save };
}
