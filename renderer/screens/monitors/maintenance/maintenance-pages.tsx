import type { PageAnswer } from '#wire/api/status-pages.ts';
import type { Items } from '#wire/api/list.ts';
import { useMemo } from 'react';
import { MultiSelect, Textarea } from '@mantine/core';
import type { FormPart } from '../../../fields/record-form.tsx';
import { strings } from '../../../strings/index.ts';
import { useResource } from '../../../server/use-resource.ts';
import type { WindowDraft } from './maintenance.ts';
import styles from '../form.module.css';

const words = strings.monitors.maintenance;

type PartProps = FormPart<WindowDraft>;

/** SP142: the window's text and components on status pages. A monitor brings the components it measures. */
export function OnPages({ draft, change, expected }: PartProps) {
  const { value } = useResource<Items<PageAnswer>>('/pages');
  const data = useMemo(() => {
    const known = (value?.items ?? []).flatMap((page) =>
      page.components.map(({ id = '', name }) => ({ value: id, label: `${page.name}: ${name}` })),
    );
    const others = draft.components.filter((each) => !known.some((one) => one.value === each));
    return [...known, ...others.map((each) => ({ value: each, label: each }))];
  }, [value, draft.components]);
  if (data.length === 0) return null;
  return (
    <>
      <MultiSelect
        className={styles.wide ?? ''}
        label={words.components}
        description={words.componentsHint}
        data={data}
        searchable
        value={[...draft.components]}
        error={expected('components')}
        onChange={(components) => change({ components })}
      />
      <Textarea
        className={styles.wide ?? ''}
        label={words.description}
        autosize
        minRows={2}
        maxLength={5_000}
        value={draft.description}
        error={expected('description')}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
    </>
  );
}
