// CH19: from where a monitor is measured, and how many locations must agree that it is down.
import { MultiSelect, Select } from '@mantine/core';
import type { Items } from '#wire/api/list.ts';
import { ownServer, quorumOf, type Location } from '#wire/api/locations.ts';
import { useResource } from '../../../server/use-resource.ts';
import { strings } from '../../../strings/index.ts';
import type { MonitorDraft } from './draft.ts';
import styles from '../form.module.css';

const words = strings.locations;

type Props = {
  draft: MonitorDraft;
  change: (part: Partial<MonitorDraft>) => void;
  expected: (field: string) => string | undefined;
};

export function LocationFields({ draft: { locations, quorum }, change, expected }: Props) {
  const { value } = useResource<Items<Location>>('/locations');
  const others = (value?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const count = locations.length;
  return (
    <fieldset className={styles.part}>
      <legend>{words.title}</legend>
      <MultiSelect
        className={styles.wide ?? ''}
        label={words.form.from}
        description={others.length === 0 ? words.form.noOthers : words.form.hint}
        data={[{ value: ownServer, label: words.theServer }, ...others]}
        value={locations}
        error={expected('locations') ?? expected('locations.0')}
        onChange={(chosen) =>
          change({
            locations: chosen.length === 0 ? [ownServer] : chosen,
            quorum: quorum !== null && quorum > chosen.length ? null : quorum,
          })
        }
      />
      {count > 1 && (
        <Select
          label={words.form.quorum}
          data={[
            { value: '', label: words.form.most(quorumOf({ locations })) },
            ...locations.map((_each, index) => ({
              value: String(index + 1),
              label: words.form.count(index + 1, count),
            })),
          ]}
          value={quorum === null ? '' : String(quorum)}
          allowDeselect={false}
          error={expected('quorum')}
          onChange={(chosen) => change({ quorum: chosen ? Number(chosen) : null })}
        />
      )}
    </fieldset>
  );
}
