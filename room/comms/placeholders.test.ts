import { expect, test } from 'vitest';
import { completeDrafts } from '../log/complete.ts';
import { tellStory } from '../fixtures/story.ts';
import { decideSend } from './send.ts';
import { hashOf } from './hash.ts';
import { findStrayBrackets, findUnfilled } from './placeholders.ts';
import { renderDraft } from './render.ts';

function begin() {
  const story = tellStory();
  story.write('ana', { kind: 'declared', title: 'Down', source: { type: 'person' } });
  story.write('ana', { kind: 'draft', draft: 'customers', audience: 'customers', stage: 'investigating' });
  const render = (text: string) => renderDraft(text, story.open.room());
  const send = (text: string, override: string | null = 'no time') => {
    const room = story.open.room();
    return decideSend({ draft: room.drafts[0]!, text, room, channel: 'page', label: 'page', override });
  };
  return { ...story, render, send };
}

test.each([
  ['We are looking into a problem with {components}', ['[what is affected]']],
  ['Please tell us: [where to write].', ['[where to write]']],
  ['Some {cards are refused', []],
  ['{Cards are refused at the checkout}', ['{Cards are refused at the checkout}']],
  ['{impakt} and {  unknown  name }', ['{impakt}', '{ unknown name }']],
  ['over [two\nlines]', ['[two lines]']],
  ['[...] […] [ ] []', ['[...]', '[…]', '[ ]', '[]']],
  ['see [our page](https://example.com/a)', []],
  ['see [us](mailto:a@example.com), [there](/status) and [here](#top)', []],
  ['trouble with [what is affected](since 9:00)', ['[what is affected]']],
  ['trouble with [what is affected](P1)', ['[what is affected]']],
  ['[our page](https://example.com/[id])', ['[id]']],
  ['{eta} is {severity}', []],
  ['[a] and [a]', ['[a]']],
])('[CM9] %s: to fill in: %j', (text, left) => {
  expect(findUnfilled(begin().render(text))).toEqual(left);
});

test.each([
  ['{Cards are refused', ['{']],
  ['Cards are refused}', ['}']],
  ['[what is affected', ['[']],
  ['[our page](https://example.com) and [filled]', []],
  ['plain words', []],
])('[CM9] %s: brackets left over: %j', (text, left) => {
  expect(findStrayBrackets(begin().render(text))).toEqual(left);
});

test('[CM9] a text with a gap is neither approved nor sent, with or without a reason', () => {
  const { open, write, send, now, render } = begin();
  for (const text of ['We look into {components}.', 'Tell us: [where]', '{Cards fail}']) {
    const { text: rendered } = render(text);
    const approve = { kind: 'approved', draft: 'customers', hash: hashOf(rendered), text: rendered } as const;
    const pen = { by: 'ana', now, makeId: () => '01K00000000000000000000000' };
    expect(() => completeDrafts([approve], pen, open.room())).toThrow(
      /text: expected nothing left to fill in/,
    );
    expect(send(text)).toEqual({ ok: false, reason: 'not-filled-in' });
    // Nor logged as sent.
    const sent = { kind: 'sent', draft: 'customers', channel: 'mail', text: rendered } as const;
    expect(() => completeDrafts([sent], pen, open.room())).toThrow(/text: expected nothing left to fill in/);
    // Also where an approval of it arrived from elsewhere, without its text.
    write('bo', { kind: 'approved', draft: 'customers', hash: hashOf(rendered) });
    expect(send(text, null)).toEqual({ ok: false, reason: 'not-filled-in' });
  }
  expect(send('Cards fail at the checkout.')).toMatchObject({ ok: true });
});

test('[CM9] long texts of brackets take no time to read', () => {
  const text = '['.repeat(20_000) + '{'.repeat(20_000);
  expect(findUnfilled({ text })).toEqual([]);
  expect(findStrayBrackets({ text })).toEqual(['[', '{']);
});
