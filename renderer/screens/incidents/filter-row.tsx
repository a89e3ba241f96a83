import type { RefObject } from 'react';
import { Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { severities } from '#room/facts/fact.ts';
import { natures } from '#room/team/scales.ts';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { periods, type Filters } from './filters.ts';
import styles from './incidents.module.css';

const words = strings.incidents;

type RowProps = {
  filters: Filters;
  services: readonly string[];
  people: readonly { id: string; name: string }[];
  change: (change: Partial<Filters>) => void;
  field: RefObject<HTMLInputElement | null>;
  /** Moves the focus from the field into the list. */
  onDown: () => void;
};

export function FilterRow({ field, onDown, ...rest }: RowProps) {
  const { filters, change } = rest;
  return (
    <div className={styles.tools} role="search" aria-label={words.search}>
      <SearchField
        field={field}
        onDown={onDown}
        value={filters.q}
        onChange={(q) => change({ q })}
        label={words.search}
        hint={words.searchHint}
      />
      {choicesOf(rest).map(({ key, ...choice }) => (
        <Choice key={key} {...choice} value={filters[key]} onChange={(chosen) => change({ [key]: chosen })} />
      ))}
    </div>
  );
}

type SearchProps = Pick<RowProps, 'field' | 'onDown'> & {
  value: string;
  onChange: (words: string) => void;
  label: string;
  hint: string;
};

/** The field for search words of a list; the arrow key and Enter lead into the list. */
export function SearchField({ field, onDown, value, onChange, label, hint }: SearchProps) {
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

const optionsOf = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

type Choices = Pick<ChoiceProps, 'label' | 'any' | 'options'> & { key: Exclude<keyof Filters, 'q'> };

/** The filters, in the row's order. One without options is left out. */
function choicesOf({ services, people }: Pick<RowProps, 'services' | 'people'>): Choices[] {
  const states = (['open', 'over', 'withdrawn'] as const).map((value) => ({ value, label: words[value] }));
  const byNature = natures.map((value) => ({ value, label: strings.declare.natures[value] }));
  const byPerson = people.map(({ id, name }) => ({ value: id, label: name }));
  const byPeriod = periods.map((days) => ({ value: String(days), label: words.lastDays(days) }));
  const byDrill = [
    { value: 'false', label: words.noDrills },
    { value: 'true', label: words.onlyDrills },
  ];
  const all: Choices[] = [
    { key: 'status', label: words.status, any: words.anyStatus, options: states },
    { key: 'severity', label: words.severity, any: words.anySeverity, options: optionsOf(severities) },
    { key: 'service', label: words.service, any: words.anyService, options: optionsOf(services) },
    { key: 'nature', label: strings.declare.nature, any: words.anyNature, options: byNature },
    { key: 'person', label: words.person, any: words.anybody, options: byPerson },
    { key: 'days', label: words.period, any: words.anyTime, options: byPeriod },
    { key: 'drill', label: words.drills, any: words.drillsToo, options: byDrill },
  ];
  return all.filter(({ options }) => options.length > 0);
}

type ChoiceProps = {
  label: string;
  any: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
};

/** One filter of a list; an empty value means no filter. */
export function Choice({ label, any, value, options, onChange }: ChoiceProps) {
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
