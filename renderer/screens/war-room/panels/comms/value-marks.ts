import { EditorSelection, EditorState } from '@codemirror/state';
import {
  Decoration,
  MatchDecorator,
  ViewPlugin,
  type DecorationSet,
  EditorView,
  type ViewUpdate,
} from '@codemirror/view';
import { placeholderPattern } from '#room/comms/placeholders.ts';
import { valuePattern, type Rendered } from '#room/comms/render.ts';
import { isValueName } from '#room/comms/values.ts';
import { strings } from '../../../../strings/index.ts';
import styles from './comms.module.css';

const nameIn = (match: RegExpExecArray) => (match[1] ?? '').toLowerCase().replace(/\s+/gu, ' ');

const decorator = new MatchDecorator({
  regexp: valuePattern,
  decoration: (match) => {
    const name = nameIn(match);
    if (!isValueName(name)) return null;
    return Decoration.mark({ class: styles.chip ?? '', attributes: { title: strings.comms.values[name] } });
  },
});

/** Highlights values in the text, such as `{impact}`. */
const valueMarks = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorator.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = decorator.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** A double click selects a whole placeholder with its brackets, so that typing replaces all of it. */
const placeholderClicks = EditorView.mouseSelectionStyle.of((view, event) => {
  if (event.detail !== 2 || event.button !== 0) return null;
  const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
  const found = at === null ? undefined : placeholderAt(view.state.doc.toString(), at);
  if (!found) return null;
  const selection = EditorSelection.single(found.from, found.to);
  return { get: () => selection, update: () => false };
});

/** A cursor put inside a placeholder, by a click, a tap or a key, selects all of it: half of one means nothing. */
const wholePlaceholders = EditorState.transactionFilter.of((change) => {
  if (change.docChanged || !change.selection?.main.empty) return change;
  const { head } = change.selection.main;
  const found = placeholderAt(change.startState.doc.toString(), head);
  if (!found || head === found.from || head === found.to) return change;
  return [change, { selection: EditorSelection.single(found.from, found.to) }];
});

/** The bar of the next step lies over the lowest lines of the column. */
const aboveTheBar = EditorView.scrollMargins.of(() => ({ bottom: 48 }));

/** The placeholder at a position in the text. */
export function placeholderAt(text: string, at: number): { from: number; to: number } | undefined {
  for (const { index, 0: words } of text.matchAll(placeholderPattern))
    if (index <= at && at <= index + words.length) return { from: index, to: index + words.length };
  return undefined;
}

/** The first value to fill in; the end of the text if there is none. */
export function findToFill(text: string, { pieces }: Pick<Rendered, 'pieces'>): { from: number; to: number } {
  const isUnfilled = (words: string) =>
    words.startsWith('[') ||
    pieces.some(
      ({ text: shown, value, isKnown }) => !isKnown && shown.startsWith('[') && words === `{${value}}`,
    );
  for (const { index, 0: words } of text.matchAll(placeholderPattern))
    if (isUnfilled(words)) return { from: index, to: index + words.length };
  return { from: text.length, to: text.length };
}

export const draftEditing = [valueMarks, placeholderClicks, wholePlaceholders, aboveTheBar];
