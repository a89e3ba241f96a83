import {
  Decoration,
  MatchDecorator,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from '@codemirror/view';
import { valuePattern } from '#room/comms/render.ts';
import { isValueName, values } from '#room/comms/values.ts';
import styles from './comms.module.css';

const nameIn = (match: RegExpExecArray) => (match[1] ?? '').toLowerCase().replace(/\s+/gu, ' ');

const decorator = new MatchDecorator({
  regexp: valuePattern,
  decoration: (match) => {
    const name = nameIn(match);
    if (!isValueName(name)) return null;
    return Decoration.mark({ class: styles.chip ?? '', attributes: { title: values[name].hint } });
  },
});

/** Values in the text that is typed, such as `{impact}`, look like what they are. */
export const valueMarks = ViewPlugin.fromClass(
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
