import { useState, type RefObject } from 'react';
import { Button, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { Area } from '#room/team/areas.ts';
import type { MonitorState } from '#room/feed/feed.ts';
import { go } from '../../../state/router.ts';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { Kbd } from '../../../ui/kbd.tsx';
import { choices, filterStates } from './arrange.ts';
import type { CheckKind } from '../monitor.ts';
import { changeFilter, useListView } from './monitors-store.ts';
import { labelOf } from '../say-monitor.ts';
import styles from '../list.module.css';

const words = strings.monitors.list;

type ToolsProps = {
  monitors: readonly MonitorState[];
  kinds: readonly CheckKind[];
  field: RefObject<HTMLInputElement | null>;
  /** Moves the focus from the field into the list. */
  onDown: () => void;
};

export function ListTools({ monitors, kinds, field, onDown }: ToolsProps) {
  const { filter, isGrouped, bar } = useListView();
  const [isOpen, setIsOpen] = useState(filter.kind !== null);
  const known = choices(monitors);
  return (
    <div className={styles.tools} role="search" aria-label={words.search}>
      <TextInput
        ref={field}
        className={styles.search ?? ''}
        aria-label={words.search}
        placeholder={words.searchHint}
        leftSection={<IconSearch size={14} aria-hidden="true" />}
        rightSection={<Kbd keys="/" />}
        value={filter.words}
        onChange={(event) => changeFilter({ words: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
          event.preventDefault();
          onDown();
        }}
      />
      <Select
        className={styles.choice ?? ''}
        aria-label={words.state}
        placeholder={words.states.all}
        clearable
        data={filterStates
          .filter((value) => value !== 'all')
          .map((value) => ({ value, label: words.states[value] }))}
        value={filter.state === 'all' ? null : filter.state}
        onChange={(state) => changeFilter({ state: state ?? 'all' })}
      />
      {known.services.length > 0 && (
        <Select
          className={styles.choice ?? ''}
          aria-label={words.service}
          placeholder={words.anyService}
          clearable
          searchable
          data={known.services}
          value={filter.service}
          onChange={(service) => changeFilter({ service })}
        />
      )}
      {(isOpen || known.kinds.length > 1) && (
        <Select
          className={styles.choice ?? ''}
          aria-label={words.kind}
          placeholder={words.anyKind}
          clearable
          data={known.kinds.map((value) => ({ value, label: labelOf(kinds, value) }))}
          value={filter.kind}
          onChange={(kind) => {
            setIsOpen(true);
            changeFilter({ kind });
          }}
        />
      )}
      <AreaChoice areas={known.areas} value={filter.area} />
      <Switch
        label={words.grouped}
        checked={isGrouped}
        onChange={(event) => useListView.setState({ isGrouped: event.currentTarget.checked })}
      />
      <SegmentedControl
        className={styles.span ?? ''}
        aria-label={words.bar}
        data={[
          { value: 'hours', label: words.hours },
          { value: 'days', label: words.daysBar },
        ]}
        value={bar}
        onChange={(value) => useListView.setState({ bar: value === 'hours' ? 'hours' : 'days' })}
      />
    </div>
  );
}

/** CH18. */
function AreaChoice({ areas, value }: { areas: readonly Area[]; value: string | null }) {
  if (areas.length < 2) return null;
  return (
    <Select
      className={styles.choice ?? ''}
      aria-label={words.area}
      placeholder={words.anyArea}
      clearable
      data={areas.map((area) => ({ value: area, label: strings.monitors.areas[area] }))}
      value={value}
      onChange={(area) => changeFilter({ area })}
    />
  );
}

/** Buttons that lead from the list to other screens. */
export function ListSteps() {
  const { isOwner } = useSession();
  return (
    <div className={styles.steps}>
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={() => go({ screen: 'monitors', monitor: 'maintenance' })}
        rightSection={<Kbd keys="w" />}
      >
        {strings.monitors.maintenance.title}
      </Button>
      {isOwner && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => go({ screen: 'monitors', monitor: 'new' })}
          rightSection={<Kbd keys="shift+n" />}
        >
          {strings.monitors.add}
        </Button>
      )}
    </div>
  );
}
