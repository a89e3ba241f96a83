// CO12: merges a group of incidents with one cause: one stays, the others are withdrawn as its duplicates.
import { useState } from 'react';
import { Button, Select } from '@mantine/core';
import type { Items } from '#wire/api/list.ts';
import type { Fact } from '#room/facts/fact.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { takeBack } from '#room/log/undo.ts';
import { nameIncident } from '#room/text/words.ts';
import { complain } from '../../paging/use-acknowledge.ts';
import { useApi } from '../../server/api.ts';
import { strings } from '../../strings/index.ts';
import { Ask, useAsk } from '../../ui/ask.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { showDone } from '../../ui/show-done.tsx';

const words = strings.lobby.storm;

type MergeProps = {
  incidents: readonly IncidentSummary[];
  /** Shift+X merges this group. */
  hasKey: boolean;
};

export function MergeStorm({ incidents, hasKey }: MergeProps) {
  const { isOpen, open, close } = useAsk();
  const [chosen, setChosen] = useState<string | null>(null);
  const { merge, busy } = useMerge();
  useKeys(hasKey ? { 'shift+x': { run: open, label: words.merge, group: strings.lobby.lobby } } : {});
  // The group may have changed since the choice.
  const kept = incidents.find(({ id }) => id === chosen) ?? incidents[0]!;
  const answer = () => {
    close();
    void merge(
      kept,
      incidents.filter(({ id }) => id !== kept.id),
    );
  };
  return (
    <Ask
      isOpen={isOpen}
      onClose={close}
      title={words.mergeTitle(incidents.length)}
      verb={words.mergeVerb}
      onAnswer={answer}
      target={
        <Button
          size="compact-sm"
          variant="subtle"
          loading={busy}
          rightSection={hasKey ? <Kbd keys="shift+x" /> : null}
          onClick={open}
        >
          {words.merge}
        </Button>
      }
    >
      <Select
        label={words.keep}
        allowDeselect={false}
        data={incidents.map((each) => ({ value: each.id, label: nameIncident(each) }))}
        value={kept.id}
        comboboxProps={{ withinPortal: false }}
        onChange={setChosen}
        // Enter answers the question, as its button says; the arrow keys open the list.
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter' && currentTarget.ariaExpanded !== 'true') currentTarget.form?.requestSubmit();
        }}
      />
      <p className="soft">{words.mergeEffect}</p>
    </Ask>
  );
}

function useMerge() {
  const api = useApi();
  const [busy, setBusy] = useState(false);
  const withdraw = async ({ id }: IncidentSummary, duplicateOf: string) => {
    const withdrawn = { as: 'duplicate', duplicateOf };
    const draft = { kind: 'status', status: 'closed', withdrawn };
    const { items } = await api.post<Items<Fact>>(`/incidents/${id}/facts`, draft);
    return { id, fact: items[0]!.id };
  };
  const merge = async (kept: IncidentSummary, others: readonly IncidentSummary[]) => {
    setBusy(true);
    const tried = await Promise.allSettled(others.map((each) => withdraw(each, kept.id)));
    const done = tried.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const undo = async () => {
      const undone = await Promise.allSettled(
        done.map(({ id, fact }) => api.post(`/incidents/${id}/facts`, takeBack(fact))),
      );
      complain(strings.undo.refused, undone);
    };
    const message = words.merged(done.length, kept.number ?? kept.title);
    if (done.length > 0) showDone({ message, forMs: 10_000, undo });
    complain(words.notMerged, tried);
    setBusy(false);
  };
  return { merge, busy };
}
