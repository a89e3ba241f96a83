import type { RefObject } from 'react';
import { Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Kbd } from '../../ui/kbd.tsx';
import styles from './incidents.module.css';

type AnyFilters = Readonly<Record<string, string>> & { q: string };
type RowProps<Filters extends AnyFilters> = {
  words: { search: string; searchHint: string };
  /** What is chosen; an empty value means no filter. `q` holds the words of the search. */
  filters: Filters;
  choices: readonly (Omit<ChoiceProps, 'value' | 'onChange'> & {
    key: Exclude<keyof Filters & string, 'q'>;
  })[];
  change: (change: Partial<Filters>) => void;
  field: RefObject<HTMLInputElement | null>;
  /** Moves the focus from the field into the list. */
  onDown: () => void;
};

/** The search and the filters of a list. A filter without options is left out. */
export function FilterRow<Filters extends AnyFilters>(props: RowProps<Filters>) {
  const { words, filters, choices, change, field, onDown } = props;
  const set = (key: keyof Filters, value: string) => change({ [key]: value } as Partial<Filters>);
  return (
    <div className={styles.tools} role="search" aria-label={words.search}>
      <SearchField
        field={field}
        onDown={onDown}
        value={filters.q}
        onChange={(q) => set('q', q)}
        label={words.search}
        hint={words.searchHint}
      />
      {choices
        .filter(({ options }) => options.length > 0)
        .map(({ key, ...choice }) => (
          <Choice key={key} {...choice} value={filters[key] ?? ''} onChange={(chosen) => set(key, chosen)} />
        ))}
    </div>
  );
}

type SearchProps = Pick<RowProps<AnyFilters>, 'field' | 'onDown'> & {
  value: string;
  onChange: (words: string) => void;
  label: string;
  hint: string;
};

/** The field for search words of a list; the arrow key and Enter lead into the list. */
function SearchField({ field, onDown, value, onChange, label, hint }: SearchProps) {
  return (
    <TextInput
      ref={field}
      className={styles.search ?? ''}
      aria-label={label}
      placeholder={hint}
      leftSection={<IconSearch size={14} aria-hidden="true" />}
      rightSection={<Kbd keys="/" />}
      maxLength={200}
      value={value}
      data-autofocus
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
        event.preventDefault();
        onDown();
      }}
    />
  );
}

type ChoiceProps = {
  label: string;
  any: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
};

/** One filter of a list; an empty value means no filter. */
function Choice({ label, any, value, options, onChange }: ChoiceProps) {
  return (
    <Select
      className={styles.choice ?? ''}
      aria-label={label}
      placeholder={any}
      clearable
      searchable={options.length > 8}
      comboboxProps={{ keepMounted: false }}
      data={[...options]}
      value={value === '' ? null : value}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}
