// FM2: a room in memory only, with a failing check and a second responder who follows a script. Its facts use the
// same fold as other rooms. Nothing is stored on a server.
import * as Y from 'yjs';
import type { Person } from '#room/feed/feed.ts';
import { openRoom, type OpenRoom, type Pen } from '#room/log/room.ts';
import type { FactDraft } from '#room/facts/fact.ts';
import { makeUlidSource } from '#room/facts/ulid.ts';
import type { Api } from '../../server/http.ts';
import type { FeedStore } from '../../server/feed-store.ts';
import { strings } from '../../strings/index.ts';
import { createPracticeApi } from './practice-api.ts';
import { openPracticeFeed } from './practice-feed.ts';
import { practiceDraft, practiceMonitor, robin, robinsTurns, stepsDone } from './script.ts';

const words = strings.practice;

/** The practice room's incident id; no server has it. */
export const practiceId = '0000000000000000PRACT1CE00';

export type Practice = { room: OpenRoom; pen: Pen; feed: FeedStore; api: Api; close: () => void };
type Start = { me: Person; now: () => number; random: (bytes: number) => Uint8Array };

/** What the check wrote before the room is opened. */
const beginning: readonly FactDraft[] = [
  {
    kind: 'declared',
    title: words.incident,
    drill: true,
    service: words.service,
    source: { type: 'monitor', ref: practiceMonitor },
  },
  {
    kind: 'check-down',
    monitor: practiceMonitor,
    name: words.monitor,
    reason: words.failing,
    why: 'nothing-open',
  },
];

/** Opens the room as a check would: the check declared the incident and still fails. `now`: epoch ms. */
export function openPractice({ me, now, random }: Start): Practice {
  const makeId = makeUlidSource(random, now);
  const penOf = (by: string): Pen => ({ by, now, makeId });
  const check = penOf(`monitor:${practiceMonitor}`);
  const room = openRoom(new Y.Doc());
  const feed = openPracticeFeed(me, now);
  room.append(beginning, check);
  const repair = () => {
    feed.repair();
    room.append({ kind: 'check-up', monitor: practiceMonitor, name: words.monitor }, check);
  };
  const stopScript = followScript({ room, me: me.id, robinsPen: penOf(robin), repair });
  const pen = penOf(me.id);
  return {
    room,
    pen,
    feed,
    api: createPracticeApi({ id: practiceId, room, pen, measure: feed.measure }),
    close: () => {
      stopScript();
      feed.stop();
      room.close();
      room.doc.destroy();
    },
  };
}

type Scripted = { room: OpenRoom; me: string; robinsPen: Pen; repair: () => void };

/** Robin answers each step once, after the current write has returned. */
function followScript({ room, me, robinsPen, repair }: Scripted): () => void {
  const left = new Set(robinsTurns);
  let isOver = false;
  const play = () => {
    if (isOver) return;
    const done = stepsDone(room.room(), me);
    for (const turn of [...left].filter(({ after }) => done.has(after))) {
      left.delete(turn);
      const text = room.text(`draft/${practiceDraft}`);
      if (turn.text !== undefined && text.length === 0) text.insert(0, turn.text);
      room.append(turn.facts, robinsPen);
      if (turn.repairs) repair();
    }
  };
  const unsubscribe = room.subscribe(() => queueMicrotask(play));
  return () => {
    isOver = true;
    unsubscribe();
  };
}
