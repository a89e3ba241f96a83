import type { ChannelAnswer } from '#wire/api/channels.ts';
import type { Items } from '#wire/api/list.ts';
import { useState, type FormEvent } from 'react';
import { NumberInput, Select } from '@mantine/core';
import type { AuditSettings } from '#wire/api/audit.ts';
import { SaveButton } from '../../fields/save-button.tsx';
import { sayProblem, useApi } from '../../server/api.ts';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import { useResource } from '../../server/use-resource.ts';
import styles from '../../ui/section.module.css';

const words = strings.audit;

type Channels = Items<ChannelAnswer>;

/** AU11: how long entries are kept, and the channel that receives each one. */
export function AuditKeeping() {
  const { value } = useResource<AuditSettings>('/audit/settings');
  const { value: channels } = useResource<Channels>('/channels');
  if (value === null || channels === null) return null;
  return <KeepingForm before={value} channels={channels} />;
}

function KeepingForm({ before, channels }: { before: AuditSettings; channels: Channels }) {
  const api = useApi();
  const [keeping, setKeeping] = useState(before);
  const [outcome, setOutcome] = useState<'saved' | { problem: string } | null>(null);
  const change = (part: Partial<AuditSettings>) => {
    setKeeping({ ...keeping, ...part });
    setOutcome(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    api.put<AuditSettings>('/audit/settings', keeping).then(
      () => setOutcome('saved'),
      (error: unknown) => setOutcome({ problem: words.notSaved(sayProblem(error)) }),
    );
  };
  return (
    <section className={styles.block} aria-labelledby="audit-keeping">
      <h2 id="audit-keeping">{words.keeping}</h2>
      <form className={styles.form} onSubmit={submit}>
        <div className={styles.fields}>
          <NumberInput
            label={words.days}
            description={words.daysHint}
            value={keeping.retentionDays}
            allowDecimal={false}
            onChange={(days) => typeof days === 'number' && change({ retentionDays: days })}
          />
          <Select
            label={words.channel}
            description={words.channelHint}
            placeholder={words.nowhere}
            data={channels.items.map(({ id, name }) => ({ value: id, label: name }))}
            value={keeping.channel}
            clearable
            onChange={(channel) => change({ channel })}
          />
        </div>
        <div className={styles.asked}>
          <SaveButton>{words.keep}</SaveButton>
          <span className="label" role="status">
            {outcome === 'saved' ? words.saved : ''}
          </span>
        </div>
        {outcome !== null && outcome !== 'saved' && <Problem>{outcome.problem}</Problem>}
      </form>
    </section>
  );
}
