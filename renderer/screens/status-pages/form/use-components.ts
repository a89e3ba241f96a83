import { useRef, useState, type RefObject } from 'react';
import { limits } from '#status-page/limits.ts';
import { strings } from '../../../strings/index.ts';
import {
  listBefore,
  moveComponent,
  withComponent,
  type ComponentDraft,
  type PageDraft,
} from './page-draft.ts';

const words = strings.statusPages.form;
const mostUndone = 50;

/** Changes the list of components, says what was done, keeps the focus in the list, and can take each change back. */
export function useComponents(draft: PageDraft, setDraft: (draft: PageDraft) => void) {
  const { components } = draft;
  const [said, setSaid] = useState('');
  /** The lists before each change, latest last. */
  const [past, setPast] = useState<readonly (readonly ComponentDraft[])[]>([]);
  const list = useRef<HTMLOListElement>(null);
  const focus = (key: number | undefined) => focusLater(list, key);
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
  return { list, said, add, remove, move, undo: past.length > 0 ? undo : null };
}

/** Focuses the row's field after the next render. */
function focusLater(list: RefObject<HTMLOListElement | null>, key: number | undefined) {
  requestAnimationFrame(() =>
    list.current?.querySelector<HTMLElement>(`[data-component="${key}"] input`)?.focus(),
  );
}
