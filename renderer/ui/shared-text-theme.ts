import { EditorView } from '@codemirror/view';

export const editorTheme = EditorView.theme({
  '&': { color: 'var(--text)', fontSize: 'var(--size-body)', height: '100%' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--font)',
    lineHeight: 'var(--line-body)',
    minHeight: 'inherit',
    // Lines wrap; only the name label of a cursor may reach over the edge.
    overflowX: 'hidden',
  },
  '.cm-content': { padding: '16px 12px 8px', caretColor: 'var(--act)' },
  '.cm-line': { padding: '0' },
  '.cm-placeholder': { color: 'var(--text-label)' },
  '.cm-cursor': { borderLeftColor: 'var(--act)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--act) 30%, transparent)',
  },
  // The name at another person's cursor is always visible, so that no mouse is needed to read it. Near the right edge
  // it stands to the left of the cursor.
  '.cm-ySelectionCaret': { position: 'static', anchorName: '--cursor', anchorScope: '--cursor' },
  '.cm-ySelectionInfo': {
    opacity: '1',
    top: 'auto',
    left: 'auto',
    positionAnchor: '--cursor',
    positionArea: 'top span-right',
    positionTryFallbacks: 'flip-inline',
    padding: '0 3px',
    fontFamily: 'var(--font)',
    fontSize: 'var(--size-label)',
    lineHeight: '14px',
    borderRadius: '2px 2px 2px 0',
    pointerEvents: 'none',
  },
  '.cm-ySelectionCaretDot': { display: 'none' },
  '.md-heading, .md-strong': { fontWeight: 'var(--weight-strong)' },
  '.md-emphasis': { fontStyle: 'italic' },
  '.md-struck': { textDecoration: 'line-through' },
  '.md-code': { fontFamily: 'var(--mono)' },
  '.md-link': { color: 'var(--act-text)' },
  '.md-sign': { color: 'var(--text-label)' },
});
