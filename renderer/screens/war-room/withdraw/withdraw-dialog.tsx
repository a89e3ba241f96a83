// WD2: withdraws something that was not an incident: what it was, why, and which incident it duplicates.
import { nameIncident } from '#room/text/words.ts';
import { takeBack } from '#room/log/undo.ts';
import { useCallback, useState, type FormEvent } from 'react';
import { Button, Select, TextInput } from '@mantine/core';
import { focusFirst, keepRoomKeys } from '#renderer/ui/ask.tsx';
import { Choices } from '#renderer/ui/choices.tsx';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useFeed } from '#renderer/server/feed.tsx';
import { WhatPagesTell } from '#renderer/screens/status-pages/publishing/publish-button.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { useTeamClock } from '#renderer/ui/now.tsx';
import { RoomDialog } from '#renderer/ui/room-dialog.tsx';
import { showDone } from '#renderer/ui/show-done.tsx';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { withdrawals, type Withdrawal } from '#room/team/scales.ts';
import { sayWhatItWas } from '#room/facts/withdrawn.ts';
import { strings } from '../../../strings/index.ts';
import { useOverRoom } from '../over-room-store.ts';
import { duplicateChoices } from './duplicate-choices.ts';
import styles from './withdraw.module.css';

const words = strings.withdraw;

/** In the room: the key, and the dialog while it is open for this room. */
export function Withdraw({ id }: { id: string }) {
  const { canWrite } = useWriter();
  const withdrawing = useOverRoom((state) => state.withdrawing);
  const withdraw = useOverRoom((state) => state.withdraw);
  useKeys(
    canWrite ? { 'shift+x': { run: () => withdraw(id), label: words.key, group: strings.header.room } } : {},
  );
  const close = useCallback(() => withdraw(null), [withdraw]);
  return (
    <RoomDialog
      title={words.title}
      closeLabel={words.close}
      isOpen={canWrite && withdrawing === id}
      close={close}
      width={480}
    >
      <Form id={id} onDone={close} />
    </RoomDialog>
  );
}

function useChoices(id: string): readonly IncidentSummary[] {
  const { title, service } = useRoom();
  const { snapshot } = useFeed();
  const clock = useTeamClock();
  return duplicateChoices({ id, title, service }, snapshot?.incidents ?? [], clock.now());
}

function Form({ id, onDone }: { id: string; onDone: () => void }) {
  const { withdrawn } = useRoom();
  const choices = useChoices(id);
  const [as, setAs] = useState<Withdrawal>(withdrawn?.as ?? 'false-alarm');
  const [chosen, setChosen] = useState<string | null>(withdrawn?.duplicateOf ?? choices[0]?.id ?? null);
  const [why, setWhy] = useState('');
  const [isMissing, setMissing] = useState(false);
  const send = useSend(onDone);
  const original = choices.find((each) => each.id === chosen) ?? null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (as === 'duplicate' && original === null) return setMissing(true);
    return send({ as, original, why });
  };
  return (
    <form
      ref={focusFirst}
      className={styles.form}
      aria-label={words.title}
      onSubmit={submit}
      onKeyDown={keepRoomKeys}
    >
      {withdrawn !== null && (
        <p className="soft" role="status">
          {words.already(sayWhatItWas(withdrawn))}
        </p>
      )}
      <Choices<Withdrawal>
        legend={words.reason}
        name="withdrawn"
        value={as}
        onChange={setAs}
        choices={withdrawals.map((value) => ({
          value,
          shown: <span>{words.choices[value]}</span>,
          hint: words.hints[value],
        }))}
      />
      {as === 'duplicate' && choices.length === 0 && <p className={styles.warning}>{words.none}</p>}
      {as === 'duplicate' && choices.length > 0 && (
        <Select
          label={words.of}
          description={words.ofHint}
          searchable
          data={choices.map((each) => ({ value: each.id, label: nameIncident(each) }))}
          nothingFoundMessage={words.nothingFits}
          value={chosen}
          error={isMissing && original === null ? words.chooseOne : null}
          onChange={setChosen}
        />
      )}
      <TextInput label={words.why[as]} value={why} onChange={(event) => setWhy(event.currentTarget.value)} />
      <Warnings id={id} />
      <p className="soft">{words.effect}</p>
      <div className={styles.buttons}>
        <Button type="submit" variant="filled" rightSection={<Kbd keys="enter" isAlways />}>
          {words.withdraw}
        </Button>
        <Button type="button" variant="subtle" onClick={onDone} rightSection={<Kbd keys="escape" />}>
          {words.leave}
        </Button>
      </div>
    </form>
  );
}

/** Warns about things that continue after withdrawing: a failing check, a public status page. */
function Warnings({ id }: { id: string }) {
  const { checks, drill } = useRoom();
  const failing = checks.filter(({ status }) => status === 'down').map(({ name }) => name);
  return (
    <>
      {failing.length > 0 && (
        <p className={styles.warning} role="status">
          {words.failing(failing)}
        </p>
      )}
      {!drill && <WhatPagesTell incident={id} isOver />}
    </>
  );
}

type Said = { as: Withdrawal; original: IncidentSummary | null; why: string };

function useSend(onDone: () => void) {
  const { number, title } = useRoom();
  const { write } = useWriter();
  return ({ as, original, why }: Said) => {
    const named = original?.number ?? null;
    const withdrawn =
      as === 'duplicate' && original !== null
        ? { as, duplicateOf: original.id, ...(named === null ? {} : { number: named }) }
        : { as };
    const because = why.trim() === '' ? {} : { why: why.trim() };
    const [fact] = write({ kind: 'status', status: 'closed', withdrawn, ...because }) ?? [];
    if (fact === undefined) return;
    showDone({
      message: words.done(number ?? title, sayWhatItWas({ as, number: named })),
      forMs: 10_000,
      undo: () => void write(takeBack(fact.id)),
    });
    onDone();
  };
}
