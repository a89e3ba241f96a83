// SP82, SP84: the components of a page, each on one line: group, level now, and the level that an update sets.
import type { ComponentState, PageState } from '#wire/api/status-pages.ts';
import { useState } from 'react';
import { Select, TextInput } from '@mantine/core';
import { statuses, levelOfStatus, type ComponentStatus } from '#status-page/levels.ts';
import { strings } from '../../../strings/index.ts';
import { Level } from '../level.tsx';
import type { StatusPage } from '../status-page.ts';
import { findComponents, type Levels } from './update-draft.ts';
import styles from '../status-pages.module.css';

const words = strings.statusPages.update;

/** From this number on a field finds components. */
const manyComponents = 15;

const levelChoices = statuses.map((value) => ({
  value,
  label: strings.statusPages.levels[value === 'under_maintenance' ? 'maintenance' : levelOfStatus[value]],
}));
export const sayStatus = (status: ComponentStatus) =>
  levelChoices.find(({ value }) => value === status)?.label ?? status;

type Props = {
  page: StatusPage;
  /** Null until it was read. */
  state: PageState | null;
  levels: Levels;
  change: (levels: Levels) => void;
};

export function LevelRows({ page, state, levels, change }: Props) {
  const [sought, setSought] = useState('');
  const set = (id: string, status: ComponentStatus | null) => {
    const { [id]: _before, ...others } = levels;
    change(status === null ? others : { ...others, [id]: status });
  };
  const shown = findComponents(page.components, sought, levels);
  return (
    <>
      {page.components.length > manyComponents && (
        <TextInput
          aria-label={words.find}
          placeholder={words.find}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
          // Enter would send the update.
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
      )}
      <ul className={styles.levelRows}>
        {shown.map(({ id, name, group }) =>
          id === undefined ? null : (
            <li key={id}>
              <span title={name}>{name}</span>
              <span className="soft" title={group}>
                {group}
              </span>
              <LevelNow component={state?.components.find((each) => each.id === id)} />
              <Select
                aria-label={name}
                placeholder={words.asItIs}
                clearable
                data={levelChoices}
                value={levels[id] ?? null}
                onChange={(status) => set(id, status)}
              />
            </li>
          ),
        )}
      </ul>
      {shown.length === 0 && <p className="soft">{words.noneFound}</p>}
    </>
  );
}

/** What the page says now; where people and checks differ, the title says both. */
function LevelNow({ component }: { component: ComponentState | undefined }) {
  if (component === undefined) return <span />;
  const { level, conflict } = component;
  if (conflict === null) return <Level level={level} />;
  const both = strings.statusPages.levels;
  return (
    <span title={strings.statusPages.one.conflict(both[conflict.people], both[conflict.checks])}>
      <Level level={level} /> <span className="soft">{words.checksDiffer}</span>
    </span>
  );
}
