import { expect, test } from 'vitest';
import { renderDraft } from '#room/comms/render.ts';
import { tellStory } from '#room/fixtures/story.ts';
import { findToFill, placeholderAt } from './value-marks.ts';

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
