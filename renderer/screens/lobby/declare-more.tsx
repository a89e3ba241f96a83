import { MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import { natures, noticedWays } from '#room/team/scales.ts';
import { useFeed } from '../../server/feed.tsx';
import { strings } from '../../strings/index.ts';
import type { DeclareDetails } from './declare-details.ts';
import styles from './declare-bar.module.css';

const words = strings.declare;

type MoreProps = { details: DeclareDetails; onChange: (part: Partial<DeclareDetails>) => void };

/** DC2: optional details; every field may stay empty. */
export function DeclareMore({ details, onChange }: MoreProps) {
  const { snapshot } = useFeed();
  const teams = snapshot?.teams ?? [];
  return (
    <div className={styles.more}>
      <Select
        label={words.nature}
        clearable
        data={natures.map((value) => ({ value, label: words.natures[value] }))}
        value={details.nature}
        onChange={(nature) => onChange({ nature })}
      />
      <Select
        label={words.how}
        clearable
        data={noticedWays.map((value) => ({ value, label: words.ways[value] }))}
        value={details.how}
        onChange={(how) => onChange({ how })}
      />
      <TextInput
        label={words.who}
        maxLength={120}
        value={details.who}
        onChange={(event) => onChange({ who: event.currentTarget.value })}
      />
      <TextInput
        label={words.at}
        placeholder={words.atHint}
        maxLength={20}
        value={details.at}
        onChange={(event) => onChange({ at: event.currentTarget.value })}
      />
      {teams.length > 0 && (
        <MultiSelect
          label={words.restrict}
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          value={[...(details.teams ?? [])]}
          onChange={(chosen) => onChange({ teams: chosen })}
        />
      )}
      <Textarea
        className={styles.description ?? ''}
        label={words.description}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={20_000}
        value={details.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
    </div>
  );
}
