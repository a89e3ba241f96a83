// A text that several people edit at once: CodeMirror on a Y.Text, with each person's cursor and name.
import { useEffect, useRef } from 'react';
import { defaultKeymap } from '@codemirror/commands';
import { markdown } from '@codemirror/lang-markdown';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder as showPlaceholder } from '@codemirror/view';
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { markdownColors } from './markdown-colors.ts';
import { editorTheme } from './shared-text-theme.ts';
import styles from './shared-text.module.css';

export type SharedTextProps = {
  text: Y.Text;
  awareness: Awareness;
  /** The accessible name. */
  label: string;
  readOnly?: boolean;
  placeholder?: string;
  /** In pixels. */
  minHeight?: number;
  /** An extra editor extension. It must stay the same while the editor is mounted. */
  extension?: Extension;
  /** Focuses the text as it appears, and selects this part of it (offsets in characters). */
  select?: (text: string) => { from: number; to: number };
};

const none: Extension = [];

export function SharedText({
  text,
  awareness,
  label,
  readOnly = false,
  placeholder = '',
  minHeight = 96,
  extension = none,
  select,
}: SharedTextProps) {
  const host = useRef<HTMLDivElement>(null);
  const first = useRef(select);
  useEffect(() => {
    if (!host.current) return undefined;
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text.toJSON(),
        extensions: extensionsOf({ text, awareness, label, readOnly, placeholder, extension }),
      }),
    });
    if (first.current) {
      const { from, to } = first.current(view.state.doc.toString());
      first.current = undefined;
      view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
      view.focus();
    }
    return () => {
      withdrawCursor(awareness);
      view.destroy();
    };
  }, [text, awareness, label, readOnly, placeholder, extension]);
  return <div ref={host} className={styles.host} style={{ minHeight }} data-readonly={readOnly} />;
}

type Edited = Required<
  Pick<SharedTextProps, 'text' | 'awareness' | 'label' | 'readOnly' | 'placeholder' | 'extension'>
>;

const extensionsOf = ({ text, awareness, label, readOnly, placeholder, extension }: Edited): Extension => [
  // No Tab binding: Tab must leave the editor, as it leaves every other field.
  keymap.of([...yUndoManagerKeymap, ...defaultKeymap]),
  markdown(),
  markdownColors,
  editorTheme,
  EditorView.lineWrapping,
  // Without it CodeMirror corrects the browser's caret at the end of a wrapped row one frame late, even
  // after the focus has moved, and so takes the focus back.
  drawSelection({ cursorBlinkRate: 0 }),
  EditorView.contentAttributes.of({
    'aria-label': label,
    'aria-multiline': 'true',
    spellcheck: 'true',
  }),
  EditorView.domEventHandlers({ blur: () => withdrawCursor(awareness) }),
  EditorState.readOnly.of(readOnly),
  EditorView.editable.of(!readOnly),
  readOnly ? EditorView.contentAttributes.of({ tabindex: '0', 'aria-readonly': 'true' }) : [],
  showPlaceholder(placeholder),
  yCollab(text, awareness),
  extension,
];

/** Others see a cursor until it is removed, so it is removed when this person stops editing. */
function withdrawCursor(awareness: Awareness) {
  if (awareness.getLocalState()?.cursor) awareness.setLocalStateField('cursor', null);
}
