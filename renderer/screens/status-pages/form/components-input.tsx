// The components of a page in display order. Buttons, Alt with the arrow keys, or dragging by the handle move them.
import { useRef, useState, type KeyboardEvent } from 'react';
import { Autocomplete, Button, Select, TextInput } from '@mantine/core';
import { limits } from '#status-page/limits.ts';
import { useFeed } from '../../../server/feed.tsx';
import { strings } from '../../../strings/index.ts';
import { Kbd } from '../../../ui/kbd.tsx';
import {
  listBefore,
  moveComponent,
  withComponent,
  type ComponentDraft,
  type PageDraft,
} from './page-draft.ts';
import styles from '../status-pages.module.css';

const words = strings.statusPages.form;

const mostUndone = 50;

type Props = {
  draft: PageDraft;
  setDraft: (draft: PageDraft) => void;
  /** The server's error for a whole component (part '') or for one of its fields (`.name`). */
  expected: (key: number, part: string) => string | undefined;
  expectedOfAll: string | undefined;
};

export function ComponentsInput({ draft, setDraft, expected, expectedOfAll }: Props) {
  const { components } = draft;
  const [said, setSaid] = useState('');
  /** The lists before each change, latest last. */
  const [past, setPast] = useState<readonly (readonly ComponentDraft[])[]>([]);
  const [drag, setDrag] = useState<{ from: number; over: number } | null>(null);
  const list = useRef<HTMLOListElement>(null);
  /** Focuses the row's field after the next render. */
  const focus = (key: number | undefined) =>
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-component="${key}"] input`)?.focus(),
    );
  const set = (next: PageDraft, say: string) => {
    setDraft(next);
    setSaid(say);
    setPast([...past, components].slice(-mostUndone));
  };
  const undo = () => {
    const before = past.at(-1);
    if (before === undefined) return;
    const next = listBefore(before, components);
    setDraft({ ...draft, components: next });
    setPast(past.slice(0, -1));
    setSaid(words.undone(past.length - 1));
    const back = next.find(({ key }) => !components.some((each) => each.key === key));
    if (back !== undefined) focus(back.key);
  };
  const add = () => {
    if (components.length >= limits.components) return setSaid(words.most(limits.components));
    const next = withComponent(draft);
    set(next, '');
    focus(next.components.at(-1)?.key);
  };
  const remove = (at: number, component: ComponentDraft) => {
    set({ ...draft, components: components.toSpliced(at, 1) }, words.removed(component.name));
    focus((components[at + 1] ?? components[at - 1])?.key);
  };
  const move = (from: number, to: number) => {
    const next = moveComponent(draft, from, to);
    if (next === draft) return;
    set(next, words.moved(to + 1));
    requestAnimationFrame(() => document.activeElement?.scrollIntoView({ block: 'nearest' }));
  };
  /** Where it was dropped, not where it was last seen: a quick drag ends before the list is drawn again. */
  const drop = (at: number) => {
    if (drag !== null) move(drag.from, at);
    setDrag(null);
  };
  const onKey = (at: number) => (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || by === undefined) return;
    // Runs before the field, which would use the arrow keys to choose or open.
    event.preventDefault();
    event.stopPropagation();
    move(at, at + by);
  };
  /** In a field the same key takes back what was typed there. */
  const onUndoKey = (event: KeyboardEvent) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z';
    if (!isUndo || past.length === 0 || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    event.stopPropagation();
    undo();
  };
  return (
    <div role="group" aria-label={words.components} onKeyDown={onUndoKey}>
      <div className={styles.componentsHead}>
        <b>{words.components}</b>
        {components.length > 1 && (
          <span className="label">
            <Kbd keys="alt+arrowup" /> <Kbd keys="alt+arrowdown" /> {words.moving}
          </span>
        )}
      </div>
      {expectedOfAll !== undefined && <p className={styles.fault}>{expectedOfAll}</p>}
      <ol ref={list}>
        {components.map((component, index) => (
          <li
            key={component.key}
            className={styles.movable}
            data-component={component.key}
            data-drop={drag?.over === index && drag.from !== index ? sideOf(drag) : undefined}
            onKeyDownCapture={onKey(index)}
            onDragOver={(event) => {
              if (drag === null) return;
              event.preventDefault();
              if (drag.over !== index) setDrag({ ...drag, over: index });
            }}
            onDrop={(event) => {
              event.preventDefault();
              drop(index);
            }}
          >
            <ComponentFields
              component={component}
              number={index + 1}
              count={components.length}
              groups={[...new Set(components.map(({ group }) => group.trim()))].filter(Boolean)}
              expected={(part) => expected(component.key, part)}
              onChange={(next) => setDraft({ ...draft, components: components.with(index, next) })}
              onMove={(by) => move(index, index + by)}
              onDrag={(isOn) => setDrag(isOn ? { from: index, over: index } : null)}
              onRemove={() => remove(index, component)}
            />
          </li>
        ))}
      </ol>
      <div className={styles.componentsEnd}>
        <Button size="compact-sm" onClick={add}>
          {words.addComponent}
        </Button>
        <span className="label" role="status">
          {said}
        </span>
        {past.length > 0 && (
          <Button size="compact-sm" variant="subtle" rightSection={<Kbd keys="mod+z" />} onClick={undo}>
            {words.undo}
          </Button>
        )}
      </div>
    </div>
  );
}

/** On which side of the row the dragged component will stand. */
const sideOf = ({ from, over }: { from: number; over: number }) => (over < from ? 'before' : 'after');

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
    <fieldset className={styles.component}>
      <legend className={styles.componentTitle}>
        <span
          className={styles.handle}
          draggable
          aria-hidden
          title={words.drag}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move';
            event.dataTransfer.setData('text/plain', component.name);
            onDrag(true);
          }}
          onDragEnd={() => onDrag(false)}
        />
        {words.component(number, component.name)}
      </legend>
      <div className={styles.componentActs}>
        <Act text={words.up} number={number} isOff={number === 1} onClick={() => onMove(-1)} />
        <Act text={words.down} number={number} isOff={number === count} onClick={() => onMove(1)} />
        <Act text={words.removeComponent} number={number} isOff={false} onClick={onRemove} />
      </div>
      <TextInput
        label={words.componentName}
        maxLength={limits.name}
        value={component.name}
        error={expected('.name') ?? expected('.id') ?? expected('')}
        onChange={(event) => onChange({ ...component, name: event.currentTarget.value })}
      />
      <Autocomplete
        label={words.group}
        maxLength={limits.name}
        data={groups}
        value={component.group}
        error={expected('.group')}
        onChange={(group) => onChange({ ...component, group })}
      />
      <Select
        className={styles.wide ?? ''}
        label={words.monitor}
        placeholder={words.noMonitor}
        searchable
        clearable
        data={isGone ? [...monitors, { value: monitor, label: words.monitorGone }] : monitors}
        value={monitor}
        error={expected('.monitor')}
        onChange={(next) => onChange({ ...component, monitor: next })}
      />
    </fieldset>
  );
}

type ActProps = { text: string; number: number; isOff: boolean; onClick: () => void };

/** A button that keeps the focus when it becomes disabled, at the first or last place. */
function Act({ text, number, isOff, onClick }: ActProps) {
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      aria-label={words.act(text, number)}
      aria-disabled={isOff}
      {...(isOff && { 'data-disabled': true })}
      onClick={onClick}
    >
      {text}
    </Button>
  );
}
