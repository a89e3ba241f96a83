import { syntaxTree } from '@codemirror/language';
import { RangeSetBuilder } from '@codemirror/state';
import {
  Decoration,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from '@codemirror/view';

/** Maps the parser's node names for Markdown to classes of editorTheme. */
const classOf: Readonly<Record<string, string>> = {
  StrongEmphasis: 'md-strong',
  Emphasis: 'md-emphasis',
  Strikethrough: 'md-struck',
  InlineCode: 'md-code',
  FencedCode: 'md-code',
  URL: 'md-link',
  Link: 'md-link',
  HeaderMark: 'md-sign',
  EmphasisMark: 'md-sign',
  CodeMark: 'md-sign',
  ListMark: 'md-sign',
  QuoteMark: 'md-sign',
  TaskMarker: 'md-sign',
  HorizontalRule: 'md-sign',
};

function decorate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: ({ name, from: start, to: end }) => {
        const found = name.startsWith('ATXHeading') ? 'md-heading' : classOf[name];
        if (found && end > start) builder.add(start, end, Decoration.mark({ class: found }));
      },
    });
  }
  return builder.finish();
}

export const markdownColors = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }
    update(update: ViewUpdate) {
      const parsedFurther = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || parsedFurther)
        this.decorations = decorate(update.view);
    }
  },
  { decorations: ({ decorations }) => decorations },
);
