import { useCallback, useEffect, useId, useRef, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { Panel } from '#renderer/screens/war-room/panels/panel.ts';
import { useIncidentId, useIsPast, useSetPresence, useRoom } from '#renderer/live-room/room-provider.tsx';
import { useFeed } from '#renderer/server/feed.tsx';
import { ErrorBoundary } from '#renderer/ui/error-boundary.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { strings } from '../../strings/index.ts';
import { Looking } from './follow/looking.tsx';
import { findAct } from './go-to-panel.ts';
import { useLayout } from './layout-store.ts';
import styles from './layout.module.css';

const words = strings.room;
const fields =
  'input[type="text"]:enabled, input:not([type]):enabled, textarea:enabled, [contenteditable="true"]';

type PanelFrameProps = { name: string; panel: Panel; onMove: (step: 1 | -1) => void };

/** One panel: its title, its short summary, and its body unless folded. */
export function PanelFrame({ name, panel, onMove }: PanelFrameProps) {
  const { title, icon: PanelIcon, keys, Component, brief, hasField = false } = panel;
  const [isFolded, setFolded] = useFolded(name, panel);
  const setPresence = useSetPresence();
  const head = useRef<HTMLButtonElement>(null);
  const bodyId = useId();
  const goHere = useCallback(() => {
    // Unfolds synchronously, because the field exists only then.
    flushSync(() => setFolded(false));
    const panelOf = head.current?.closest('section');
    const field = panelOf && (hasField ? panelOf.querySelector<HTMLElement>(fields) : findAct(panelOf));
    (field ?? head.current)?.focus();
    head.current?.scrollIntoView({ block: 'nearest' });
  }, [setFolded, hasField]);
  useKeys({
    [keys]: {
      run: goHere,
      label: words.toPanel(title.toLowerCase()),
      group: words.panels,
      manner: hasField ? 'lead' : 'act',
    },
  });
  useEffect(() => () => setPresence({ panel: 'timeline' }), [setPresence]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    onMove(event.key === 'ArrowUp' ? -1 : 1);
  };
  const Chevron = isFolded ? IconChevronRight : IconChevronDown;
  return (
    <section
      className={styles.panel}
      data-panel={name}
      aria-label={title}
      onFocus={() => setPresence({ panel: name })}
    >
      <h2>
        <button
          ref={head}
          type="button"
          className={styles.panelHead}
          aria-expanded={!isFolded}
          aria-controls={bodyId}
          title={words.panelHint}
          onClick={() => setFolded(!isFolded)}
          onKeyDown={onKeyDown}
        >
          <PanelIcon size={14} stroke={1.75} aria-hidden="true" />
          <span>
            {title} <Kbd keys={keys} />
          </span>
          <Looking panel={name} />
          <span className={styles.brief}>{brief && <Brief brief={brief} />}</span>
          <Chevron size={12} className={styles.chevron} aria-hidden="true" />
        </button>
      </h2>
      {!isFolded && (
        <div id={bodyId} className={styles.panelBody}>
          <ErrorBoundary name={title}>
            <Component />
          </ErrorBoundary>
        </div>
      )}
    </section>
  );
}

/** Whether the panel is folded, by this person's choice or because its incident is over. */
function useFolded(
  name: string,
  { endsWithIncident = false }: Panel,
): [boolean, (isFolded: boolean) => void] {
  const room = useRoom();
  const place = `${useIncidentId()} ${name}`;
  const isFolded = useLayout(({ folded }) => folded[name] ?? false);
  const isReopened = useLayout(({ reopened }) => reopened.has(place));
  const fold = useLayout((state) => state.fold);
  const reopen = useLayout((state) => state.reopen);
  const isOver = room.status.value === 'resolved' || room.status.value === 'closed';
  const ends = typeof endsWithIncident === 'boolean' ? endsWithIncident : endsWithIncident(room);
  const hasEnded = isOver && ends;
  const set = useCallback(
    (toFolded: boolean) => (hasEnded ? reopen(place, !toFolded) : fold(name, toFolded)),
    [hasEnded, reopen, place, fold, name],
  );
  return [hasEnded ? !isReopened : isFolded, set];
}

/** Follows the clock as well as the room, because things become due without a new fact. */
function Brief({ brief }: { brief: NonNullable<Panel['brief']> }) {
  const { snapshot } = useFeed();
  return brief(useRoom(), useNow(), useIsPast() ? null : snapshot);
}
