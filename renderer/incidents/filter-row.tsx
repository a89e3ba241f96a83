import type { RefObject } from 'react';
import { Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { severities } from '#room/fact.ts';
import { natures } from '#room/scales.ts';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
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

export function FilterRow({ filters, services, people, change, field, onDown }: RowProps) {
  return (
    <div className={styles.tools} role="search" aria-label={words.search}>
      <TextInput
        ref={field}
        className={styles.search ?? ''}
        aria-label={words.search}
        placeholder={words.searchHint}
        leftSection={<IconSearch size={14} aria-hidden="true" />}
        rightSection={<Kbd keys="/" />}
        maxLength={200}
        value={filters.q}
        data-autofocus
        onChange={(event) => change({ q: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
          event.preventDefault();
          onDown();
        }}
      />
      <Choice
        label={words.status}
        any={words.anyStatus}
        value={filters.status}
        options={[
          { value: 'open', label: words.open },
          { value: 'over', label: words.over },
          { value: 'withdrawn', label: words.withdrawn },
        ]}
        onChange={(status) => change({ status: status as Filters['status'] })}
      />
      <Choice
        label={words.severity}
        any={words.anySeverity}
        value={filters.severity}
        options={severities.map((value) => ({ value, label: value }))}
        onChange={(severity) => change({ severity })}
      />
      {services.length > 0 && (
        <Choice
          label={words.service}
          any={words.anyService}
          value={filters.service}
          options={services.map((value) => ({ value, label: value }))}
          onChange={(service) => change({ service })}
        />
      )}
      <Choice
        label={strings.declare.nature}
        any={words.anyNature}
        value={filters.nature}
        options={natures.map((value) => ({ value, label: strings.declare.natures[value] }))}
        onChange={(nature) => change({ nature: nature as Filters['nature'] })}
      />
      {people.length > 0 && (
        <Choice
          label={words.person}
          any={words.anybody}
          value={filters.person}
          options={people.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(person) => change({ person })}
        />
      )}
      <Choice
        label={words.period}
        any={words.anyTime}
        value={filters.days}
        options={periods.map((days) => ({ value: String(days), label: words.lastDays(days) }))}
        onChange={(days) => change({ days })}
      />
      <Choice
        label={words.drills}
        any={words.drillsToo}
        value={filters.drill}
        options={[
          { value: 'false', label: words.noDrills },
          { value: 'true', label: words.onlyDrills },
        ]}
        onChange={(drill) => change({ drill: drill as Filters['drill'] })}
      />
    </div>
  );
}

type ChoiceProps = {
  label: string;
  any: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
};

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
