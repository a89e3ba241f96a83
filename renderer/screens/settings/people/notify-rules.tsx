import type { ChannelAnswer } from '#wire/api/channels.ts';
import { Button, MultiSelect, NumberInput, Select } from '@mantine/core';
import type { NotifyRule } from '#room/feed/feed.ts';
import { severities as allSeverities } from '#room/team/scales.ts';
import type { Items } from '#wire/api/list.ts';
import { useResource } from '../../../server/use-resource.ts';
import { strings } from '../../../strings/index.ts';
import styles from './contact.module.css';

const words = strings.onCall.notify;

type RulesProps = {
  rules: readonly NotifyRule[];
  onChange: (rules: readonly NotifyRule[]) => void;
  /** The server's error for `notify.…`. */
  expected: (field: string) => string | undefined;
};

/** ES4: the ways I am paged, and how long after a step began. */
export function NotifyRules({ rules, onChange, expected }: RulesProps) {
  const { value } = useResource<Items<ChannelAnswer>>('/channels');
  const ways = [
    { value: 'desktop', label: words.desktop },
    { value: 'push', label: words.push },
    ...(value?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
  const labelOf = (channel: string) => ways.find((way) => way.value === channel)?.label ?? channel;
  const change = (index: number, part: Partial<NotifyRule>) =>
    onChange(rules.with(index, { ...rules[index]!, ...part }));
  return (
    <fieldset className={styles.part}>
      <legend>{words.title}</legend>
      <p className="label">{words.lead}</p>
      {rules.map(({ channel, afterMinutes, severities = [] }, index) => (
        <div key={index} className={styles.rule}>
          <Select
            label={words.channel}
            data={ways}
            allowDeselect={false}
            value={channel}
            error={expected(`notify.${index}.channel`)}
            onChange={(next) => next !== null && change(index, { channel: next })}
          />
          <NumberInput
            label={words.after}
            suffix={strings.fields.units.minutes}
            min={0}
            max={1_440}
            value={afterMinutes}
            error={expected(`notify.${index}.afterMinutes`)}
            onChange={(minutes) => change(index, { afterMinutes: Number(minutes) })}
          />
          <MultiSelect
            label={words.severities}
            placeholder={severities.length === 0 ? words.anySeverity : ''}
            data={[...allSeverities]}
            value={[...severities]}
            error={expected(`notify.${index}.severities`)}
            onChange={(chosen) => change(index, { severities: chosen.length === 0 ? undefined : chosen })}
          />
          <Button
            variant="subtle"
            aria-label={words.remove(labelOf(channel))}
            onClick={() => onChange(rules.filter((_, each) => each !== index))}
          >
            {strings.onCall.override.remove}
          </Button>
        </div>
      ))}
      <div>
        <Button
          size="compact-sm"
          onClick={() => onChange([...rules, { channel: 'desktop', afterMinutes: 0 }])}
        >
          {words.add}
        </Button>
      </div>
    </fieldset>
  );
}
