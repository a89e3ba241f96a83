import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { createRandom } from '../fixtures/random.ts';
import { libraryLimits, openLibrary } from './library.ts';

const shipped = [
  { id: 'dns', markdown: '---\ntitle: DNS\nlast-reviewed: 2026-03-04\n---\n- [ ] Ask\n' },
  { id: 'disk', markdown: '---\ntitle: Full disk\n---\n- [ ] Look\n' },
];
const ana = (at: number) => ({ by: 'ana', at });
const bo = (at: number) => ({ by: 'bo', at });

const open = (doc = new Y.Doc()) => openLibrary(doc, shipped);
const exchange = (...docs: Y.Doc[]) => {
  for (const from of docs)
    for (const to of docs) if (from !== to) Y.applyUpdate(to, Y.encodeStateAsUpdate(from));
};
const find = (library: ReturnType<typeof open>, id: string) => library.list().find((each) => each.id === id);

test('[PB3] shipped playbooks are there without being written, until one is edited', () => {
  const library = open();
  expect(library.list().map(({ id, isShipped, isEdited }) => [id, isShipped, isEdited])).toEqual([
    ['dns', true, false],
    ['disk', true, false],
  ]);
  expect(library.doc.store.clients.size).toBe(0);
  expect(find(library, 'dns')).toMatchObject({ reviewedAt: 1_772_582_400_000, reviewed: null });
  library.edit('dns');
  expect(find(library, 'dns')).toMatchObject({ isEdited: false });
  library.edit('dns').insert(library.edit('dns').length, '- [ ] Follow\n');
  expect(find(library, 'dns')).toMatchObject({
    isEdited: true,
    steps: [{ text: 'Ask' }, { text: 'Follow' }],
  });
  expect(library.shipped('dns')).toBe(shipped[0]?.markdown);
  library.rewrite('dns', library.shipped('dns') ?? '');
  expect(find(library, 'dns')).toMatchObject({ isEdited: false, markdown: shipped[0]?.markdown });
  library.edit('dns').delete(0, library.edit('dns').length);
  expect(library.edit('dns').toJSON()).toBe(shipped[0]?.markdown);
});

test('[PB3] two people who begin to edit one shipped playbook apart get one copy with both edits', () => {
  const [one, two] = [open(), open()];
  one.edit('dns').insert(one.edit('dns').length, '- [ ] From Ana\n');
  two.edit('dns').insert(two.edit('dns').length, '- [ ] From Bo\n');
  exchange(one.doc, two.doc);
  const texts = [one, two].map((each) => find(each, 'dns')?.markdown);
  expect(texts[0]).toBe(texts[1]);
  expect(
    find(one, 'dns')
      ?.steps.map(({ text }) => text)
      .toSorted(),
  ).toEqual(['Ask', 'From Ana', 'From Bo']);
});

test('[PB3] marks of a playbook merge: tags added apart are both there, marks are all kept', () => {
  const [one, two] = [open(), open()];
  one.add('mine', '---\ntitle: Mine\ntags: [a]\n---\n', ana(1));
  exchange(one.doc, two.doc);
  one.rewrite('mine', '---\ntitle: Mine\ntags: [a, ana]\n---\n');
  two.rewrite('mine', '---\ntitle: Mine\ntags: [a, bo]\n---\nowner');
  one.review('mine', ana(5));
  two.review('mine', bo(7));
  two.archive('mine', true, bo(8));
  exchange(one.doc, two.doc);
  expect(find(one, 'mine')).toEqual(find(two, 'mine'));
  expect(find(one, 'mine')).toMatchObject({
    tags: expect.arrayContaining(['a', 'ana', 'bo']) as string[],
    reviewed: { by: 'bo', at: 7 },
    isArchived: true,
    isShipped: false,
    isEdited: true,
  });
  one.archive('mine', false, ana(9));
  expect(find(one, 'mine')?.isArchived).toBe(false);
});

test('[PB3] edits in any order of arrival come to the same library', () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = createRandom(seed);
    const libraries = [open(), open(), open()];
    for (let act = 0; act < 30; act += 1) {
      const library = random.pick(libraries);
      const id = random.pick(['dns', 'disk', 'own']);
      random.pick([
        () =>
          library.edit(id).insert(random.below(library.edit(id).length + 1), random.pick(['x', '- [ ] y\n'])),
        () => library.review(id, random.pick([ana, bo])(act)),
        () => library.archive(id, random.chance(0.5), ana(act)),
        () => library.rewrite(id, `${find(library, id)?.markdown ?? ''}z`),
        () => exchange(random.pick(libraries).doc, random.pick(libraries).doc),
      ])();
    }
    exchange(...libraries.map(({ doc }) => doc));
    const [first, ...others] = libraries.map((library) => library.list());
    for (const other of others) expect(other, `seed ${seed}`).toEqual(first);
  }
});

test('[PB3] an invalid mark is passed over, and one that is too large is refused', () => {
  const library = open();
  library.doc
    .getArray('marks')
    .push([null, 'x', { playbook: 'p', what: 'burnt', by: 'a', at: 1 }, new Y.Map()]);
  expect(library.list().length).toBe(2);
  const tooLong = 'x'.repeat(libraryLimits.text + 1);
  expect(() => library.add('p', tooLong, ana(1))).toThrow('at most 100000 characters; this has 100001');
  expect(() => library.rewrite('dns', tooLong)).toThrow(RangeError);
  for (let i = 2; i < libraryLimits.playbooks; i += 1) library.add(`p${i}`, 'x', ana(1));
  expect(() => library.add('last', 'x', ana(1))).toThrow('at most 500 playbooks');
  expect(find(library, 'dns')?.isEdited).toBe(false);
});

test('[PB3] it tells of every change, and nothing after it was closed', () => {
  const library = open();
  let told = 0;
  library.subscribe(() => (told += 1));
  const before = library.list();
  expect(library.list()).toBe(before);
  library.review('dns', ana(1));
  expect([told, library.list() === before]).toEqual([1, false]);
  library.close();
  library.review('dns', ana(2));
  expect(told).toBe(1);
});
