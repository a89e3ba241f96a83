import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { renderDraft } from '#room/comms/render.ts';
import { tellStory } from '#room/fixtures/story.ts';
import { draftEditing, findToFill, placeholderAt } from './value-marks.ts';

test('[CM9] a place in a placeholder means all of it, brackets included', () => {
  const text = 'You may notice: {impact} with [what is affected].';
  const whole = (at: number) => {
    const found = placeholderAt(text, at);
    return found && text.slice(found.from, found.to);
  };
  for (const at of [16, 18, 24]) expect(whole(at)).toBe('{impact}');
  for (const at of [30, 40, 48]) expect(whole(at)).toBe('[what is affected]');
  for (const at of [0, 15, 27, 49]) expect(whole(at)).toBeUndefined();
});

test('[CM9] a cursor put inside a placeholder selects all of it; at its edges and elsewhere it stays', () => {
  const doc = 'You may notice: {impact}. Since {started}.';
  const begun = EditorState.create({ doc, extensions: draftEditing });
  const selected = (anchor: number, head = anchor) => {
    const { from, to } = begun.update({ selection: { anchor, head } }).state.selection.main;
    return [doc.slice(from, to), from];
  };
  expect(selected(20)).toEqual(['{impact}', 16]);
  expect(selected(doc.indexOf('started'))).toEqual(['{started}', 32]);
  for (const edge of [3, 16, 24]) expect(selected(edge)).toEqual(['', edge]);
  expect(selected(17, 20)).toEqual(['imp', 17]);
  const typed = begun.update({ selection: { anchor: 20 } }).state;
  expect(typed.update(typed.replaceSelection('Cards fail')).state.doc.toString()).toBe(
    'You may notice: Cards fail. Since {started}.',
  );
});

test('[CM9] a new update selects what the writer has to fill in first, and else its end', () => {
  const story = tellStory();
  const fresh = (text: string) => {
    const { from, to } = findToFill(text, renderDraft(text, story.open.room()));
    return text.slice(from, to);
  };
  expect(fresh('It works again: {eta}. You may notice: {impact}, [what else].')).toBe('{impact}');
  story.write('ana', { kind: 'impact', text: 'Cards are declined.' });
  expect(fresh('It works again: {eta}. You may notice: {impact}, [what else].')).toBe('[what else]');
  const done = 'It works again: {eta}. You may notice: {impact}';
  expect(findToFill(done, renderDraft(done, story.open.room()))).toEqual({
    from: done.length,
    to: done.length,
  });
});
