// The components of a page in display order, each on one line. Buttons, Alt with the arrow keys, or dragging by the
// handle move them.
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { Autocomplete, Button, Select, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { limits } from '#status-page/limits.ts';
import { useFeed } from '../../../server/feed.tsx';
import { strings } from '../../../strings/index.ts';
import { Kbd } from '../../../ui/kbd.tsx';
import type { ComponentDraft, PageDraft } from './page-draft.ts';
import { useComponents } from './use-components.ts';
import styles from '../status-pages.module.css';

const words = strings.statusPages.form;

/** The places of a dragged row: its own, and the one under the pointer. */
type Drag = { from: number; over: number };

type Props = {
  draft: PageDraft;
  setDraft: (draft: PageDraft) => void;
  /** The server's error for a whole component (part '') or for one of its fields (`.name`). */
  expected: (key: number, part: string) => string | undefined;
  expectedOfAll: string | undefined;
};

export function ComponentsInput({ draft, setDraft, expected, expectedOfAll }: Props) {
  const { components } = draft;
  const { list, said, add, remove, move, undo } = useComponents(draft, setDraft);
  const [drag, setDrag] = useState<Drag | null>(null);
  const groups = [...new Set(components.map(({ group }) => group.trim()))].filter(Boolean);
  return (
    <div role="group" aria-label={words.components} onKeyDown={undoKey(undo)}>
      <div className={styles.componentsHead}>
        <b>{words.components}</b>
        {components.length > 1 && (
          <span className="label">
            <Kbd keys="alt+arrowup" isAlways /> <Kbd keys="alt+arrowdown" isAlways /> {words.moving}
          </span>
        )}
      </div>
      {expectedOfAll !== undefined && <p className={styles.fault}>{expectedOfAll}</p>}
      {components.length > 0 && <Heads />}
      <ol ref={list}>
        {components.map((component, index) => (
          <Movable key={component.key} of={component.key} index={index} move={move} {...{ drag, setDrag }}>
            <ComponentFields
              component={component}
              number={index + 1}
              count={components.length}
              groups={groups}
              expected={(part) => expected(component.key, part)}
              onChange={(next) => setDraft({ ...draft, components: components.with(index, next) })}
              onMove={(by) => move(index, index + by)}
              onDrag={(isOn) => setDrag(isOn ? { from: index, over: index } : null)}
              onRemove={() => remove(index, component)}
            />
          </Movable>
        ))}
      </ol>
      <div className={styles.componentsEnd}>
        <Button size="compact-sm" onClick={add}>
          {words.addComponent}
        </Button>
        <span className="label" role="status">
          {said}
        </span>
        {undo !== null && (
          <Button size="compact-sm" variant="subtle" rightSection={<Kbd keys="mod+z" />} onClick={undo}>
            {words.undo}
          </Button>
        )}
      </div>
    </div>
  );
}

/** The names of the columns; each field has its name for screen readers too. */
function Heads() {
  return (
    <div className={`label ${styles.line} ${styles.lineHeads}`} aria-hidden>
      <span />
      <span>{words.componentName}</span>
      <span>{words.group}</span>
      <span title={words.monitorWhy}>{words.monitor}</span>
    </div>
  );
}

/** In a field the same key takes back what was typed there. */
const undoKey = (undo: (() => void) | null) => (event: KeyboardEvent) => {
  const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z';
  if (!isUndo || undo === null || event.target instanceof HTMLInputElement) return;
  event.preventDefault();
  event.stopPropagation();
  undo();
};

type MovableProps = {
  /** The component's key. */
  of: number;
  index: number;
  move: (from: number, to: number) => void;
  drag: Drag | null;
  setDrag: (drag: Drag | null) => void;
  children: ReactNode;
};

/** A row that Alt with the arrow keys moves, and that takes a dragged row. */
function Movable({ of, index, move, drag, setDrag, children }: MovableProps) {
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || by === undefined) return;
    // Runs before the field, which would use the arrow keys to choose or open.
    event.preventDefault();
    event.stopPropagation();
    move(index, index + by);
  };
  return (
    <li
      className={styles.movable}
      data-component={of}
      data-drop={drag?.over === index && drag.from !== index ? sideOf(drag) : undefined}
      onKeyDownCapture={onKey}
      onDragOver={(event) => {
        if (drag === null) return;
        event.preventDefault();
        if (drag.over !== index) setDrag({ ...drag, over: index });
      }}
      onDrop={(event) => {
        event.preventDefault();
        // Where it was dropped, not where it was last seen: a quick drag ends before the list is drawn again.
        if (drag !== null) move(drag.from, index);
        setDrag(null);
      }}
    >
      {children}
    </li>
  );
}

/** On which side of the row the dragged component will stand. */
const sideOf = ({ from, over }: Drag) => (over < from ? 'before' : 'after');

type ComponentProps = {
  component: ComponentDraft;
  number: number;
  count: number;
  groups: string[];
  expected: (part: string) => string | undefined;
  onChange: (component: ComponentDraft) => void;
  onMove: (by: -1 | 1) => void;
  /** Dragging of this component begins or ends. */
  onDrag: (isOn: boolean) => void;
  onRemove: () => void;
};

function ComponentFields(props: ComponentProps) {
  const { component, number, count, groups, expected, onChange, onMove, onDrag, onRemove } = props;
  const { snapshot } = useFeed();
  const monitors = (snapshot?.monitors ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const { monitor } = component;
  const isGone = monitor !== null && !monitors.some(({ value }) => value === monitor);
  return (
    <fieldset className={styles.line} aria-label={words.component(number, component.name)}>
      <Handle name={component.name} onDrag={onDrag} />
      <TextInput
        aria-label={words.componentName}
        maxLength={limits.name}
        value={component.name}
        error={expected('.name') ?? expected('.id') ?? expected('')}
        onChange={(event) => onChange({ ...component, name: event.currentTarget.value })}
      />
      <Autocomplete
        aria-label={words.group}
        maxLength={limits.name}
        data={groups}
        value={component.group}
        error={expected('.group')}
        onChange={(group) => onChange({ ...component, group })}
      />
      <Select
        aria-label={words.monitor}
        placeholder={words.noMonitor}
        searchable
        clearable
        data={isGone ? [...monitors, { value: monitor, label: words.monitorGone }] : monitors}
        value={monitor}
        error={expected('.monitor')}
        onChange={(next) => onChange({ ...component, monitor: next })}
      />
      <div className={styles.componentActs}>
        <Act text={words.up} number={number} isOff={number === 1} onClick={() => onMove(-1)}>
          <IconArrowUp size={14} aria-hidden />
        </Act>
        <Act text={words.down} number={number} isOff={number === count} onClick={() => onMove(1)}>
          <IconArrowDown size={14} aria-hidden />
        </Act>
        <Act text={words.removeComponent} number={number} isOff={false} onClick={onRemove}>
          <IconX size={14} aria-hidden />
        </Act>
      </div>
    </fieldset>
  );
}

function Handle({ name, onDrag }: { name: string; onDrag: (isOn: boolean) => void }) {
  return (
    <span
      className={styles.handle}
      draggable
      aria-hidden
      title={words.drag}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', name);
        onDrag(true);
      }}
      onDragEnd={() => onDrag(false)}
    />
  );
}

type ActProps = { text: string; number: number; isOff: boolean; onClick: () => void; children: ReactNode };

/** A button that keeps the focus when it becomes disabled, at the first or last place. */
function Act({ text, number, isOff, onClick, children }: ActProps) {
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      aria-label={words.act(text, number)}
      title={text}
      aria-disabled={isOff}
      {...(isOff && { 'data-disabled': true })}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}
