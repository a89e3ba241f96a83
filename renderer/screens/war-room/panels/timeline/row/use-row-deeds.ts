// The actions on any row of the list, and where the focus goes afterwards.
import { useCallback, useMemo, type RefObject } from 'react';
import { itemToAutomate } from '#room/pir/suggest-items.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import type { EntryForm } from './entry-forms.tsx';
import type { RowDeeds } from './timeline-row-view.tsx';
import { useTimelineStore } from '#renderer/live-room/timeline-store.ts';
import { noteText, useEntryRights } from './use-entry-actions.ts';

export type OpenForm = { key: string; form: EntryForm } | null;

type DeedsOptions = {
  id: string;
  setChosen: (key: string | null) => void;
  setOpenForm: (form: OpenForm) => void;
  focusRow: (key: string) => void;
  onToggle: (key: string) => void;
};

/** All rows share one object, so that scrolling does not render a row twice. */
export function useRowDeeds({ id, setChosen, setOpenForm, focusRow, onToggle }: DeedsOptions): RowDeeds {
  const { write } = useWriter();
  const rightsOf = useEntryRights();
  return useMemo(() => {
    const leave = (key: string) => {
      setOpenForm(null);
      focusRow(key);
    };
    return {
      rightsOf,
      choose: setChosen,
      toggle: onToggle,
      confirm: (entry) => void write({ kind: 'confirmed', target: entry.id }),
      automate: ({ fact }) => {
        if (fact.kind === 'action') void write(itemToAutomate(fact));
      },
      makeTask: (entry) => {
        const text = noteText(entry);
        if (text !== null) void write({ kind: 'task', text });
      },
      answer: (entry) => useTimelineStore.getState().answer(id, entry.id),
      showThread: (entry) => useTimelineStore.getState().showThread(entry.id),
      mark: (entry) => void write({ kind: 'key', target: entry.id, on: !entry.isKey }),
      open: (key, form) => setOpenForm({ key, form }),
      save: (key, draft) => {
        if (write(draft)) leave(key);
      },
      leave,
    };
  }, [id, write, rightsOf, setChosen, setOpenForm, focusRow, onToggle]);
}

/** Focuses a row as soon as it is rendered. It may have been outside the rendered window. */
export function useFocusRow(scroller: RefObject<HTMLDivElement | null>) {
  return useCallback(
    (key: string) => {
      const focus = (attempts: number) => {
        const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`);
        if (row) row.focus({ preventScroll: true });
        else if (attempts > 0) requestAnimationFrame(() => focus(attempts - 1));
      };
      requestAnimationFrame(() => focus(10));
    },
    [scroller],
  );
}
