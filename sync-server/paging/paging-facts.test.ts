import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { openRoom } from '#room/log/room.ts';
import type { Incidents } from '../incidents/incidents.ts';
import { noteOnce } from './paging-facts.ts';

test('[ES12] paging writes each entry once, even where a person wrote its key before', async () => {
  const doc = new Y.Doc();
  const room = openRoom(doc);
  let count = 0;
  const pen = (by: string) => ({
    by,
    now: () => 1_800_000_000_000 + count,
    makeId: () => `01JD4Z7Q0000000000000000${(count += 1).toString().padStart(2, '0')}`,
  });
  room.append({ kind: 'declared', title: 'x', source: { type: 'person' } }, pen('ana'));
  const key = 'gave-up.x.1';
  room.append({ kind: 'note', text: 'nothing to see', paging: key }, pen('ana'));
  const incidents: Pick<Incidents, 'look' | 'append'> = {
    look: async (_id, read) => read(doc, room),
    append: async (_id, drafts, writer) => room.append(drafts, pen(writer.by)),
  };
  const said = { kind: 'note', text: 'Everybody was asked.' } as const;
  for (let turn = 0; turn < 2; turn += 1) await noteOnce(incidents, 'x', key, said);
  const written = room.room().timeline.filter(({ by }) => by === 'server');
  expect(written.map(({ fact }) => fact)).toMatchObject([{ text: said.text, paging: key }]);
});
