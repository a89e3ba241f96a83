import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { isFactKind, type FactKind } from '#room/facts/fact.ts';
import { formats } from '#room/pir/formats/index.ts';
import { collectReview } from '#room/pir/review.ts';
import { openRoom } from '#room/log/room.ts';

const kindsOfVersion1: readonly string[] =
  'declared retitled severity status impact impact-began impact-ended acknowledged numbered joined claimed released handover-offered handover-accepted check-down check-up paged note decision observation key action graded hypothesis experiment finding task task-done action-item action-item-changed checklist step draft approved sent link attachment amended retracted'.split(
    ' ',
  );

test('[FA10] a room saved in version 1 opens, whole and writable, in every later one', async () => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, readFileSync(path.join(import.meta.dirname, 'fixtures/rooms/v1.bin')));
  const open = openRoom(doc);
  const room = open.room();
  expect(open.readOnly()).toBeNull();
  expect(room.invalid).toEqual([]);
  expect(room.unknown).toEqual([]);
  expect(room.factCount).toBe(doc.getArray('facts').length);
  expect(room.timeline).toHaveLength(room.factCount);
  const written = new Set(room.timeline.map(({ fact }) => fact.kind));
  expect(kindsOfVersion1.filter((kind) => !written.has(kind as FactKind))).toEqual([]);
  expect(kindsOfVersion1.filter((kind) => !isFactKind(kind))).toEqual([]);
  expect(room.people.get('dee')).toBeDefined();
  expect(open.text('summary').toJSON()).toBe('Card payments fail since 05:02 UTC.');
  const text = (name: string): string => open.text(name).toJSON();
  const review = collectReview({ id: 'x', room, texts: text, names: (id) => id });
  expect(await formats.markdown.render(review)).toContain('Rolled back v412');
});
