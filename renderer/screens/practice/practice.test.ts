import { afterEach, expect, test } from 'vitest';
import { draftStanding } from '#room/comms/standing.ts';
import { sayProblem } from '../../server/http.ts';
import { openPractice, practiceId, type Practice } from './practice.ts';
import { practiceDraft, practiceMonitor, practiceSteps, robin, stepsDone } from './script.ts';

const me = { id: 'ana', name: 'Ana Reyes', role: 'responder' as const };
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

const opened: Practice[] = [];
afterEach(() => {
  for (const practice of opened.splice(0)) practice.close();
});

function open(): Practice {
  let at = Date.UTC(2026, 10, 30, 3);
  const practice = openPractice({ me, now: () => (at += 1_000), random });
  opened.push(practice);
  return practice;
}
/** Robin answers only after the writing call has returned. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const doneIn = ({ room }: Practice) => [...stepsDone(room.room(), me.id)];
const byRobin = ({ room }: Practice) =>
  room
    .room()
    .timeline.filter(({ by }) => by === robin)
    .map(({ fact }) => fact.kind);

test('[FM2] each step ticks itself as it is done, and Robin answers it once with facts of the room', async () => {
  const practice = open();
  const { room, pen, api, feed } = practice;
  expect([doneIn(practice), byRobin(practice)]).toEqual([[], []]);
  expect(room.room()).toMatchObject({ drill: true, checks: [{ status: 'down' }] });

  room.append({ kind: 'acknowledged' }, pen);
  await settled();
  expect(byRobin(practice)).toEqual(['joined', 'note']);
  room.append({ kind: 'claimed', role: 'commander', person: me.id, as: 'primary' }, pen);
  room.append({ kind: 'severity', severity: 'P2' }, pen);
  await settled();
  expect(byRobin(practice)).toEqual(['joined', 'note', 'observation', 'draft']);
  expect(doneIn(practice)).toEqual(['acknowledge', 'command', 'severity']);

  room.append({ kind: 'note', text: 'Orders fail for everybody' }, pen);
  await settled();
  expect(room.room().checks).toMatchObject([{ status: 'up' }]);
  expect(feed.snapshot()?.monitors).toMatchObject([{ status: 'up', lastSample: { status: 'up' } }]);

  const draft = room.room().drafts.find((each) => each.draft === practiceDraft)!;
  const text = room.text(`draft/${practiceDraft}`).toJSON();
  const { hash, state, rendered } = draftStanding(draft, text, room.room());
  expect(state).toBe('ready');
  const order = { draft: practiceDraft, channel: 'practice', hash, override: '' };
  // As on a server: an unapproved update is not sent.
  await expect(api.post(`/incidents/${practiceId}/updates`, order).catch(sayProblem)).resolves.toContain(
    'leaves it out',
  );
  room.append({ kind: 'approved', draft: practiceDraft, hash, text: rendered.text }, pen);
  await api.post(`/incidents/${practiceId}/updates`, order);
  expect(await api.get(`/deliveries?incident=${practiceId}`)).toMatchObject({
    items: [{ state: 'sent', update: { draft: practiceDraft, hash } }],
  });
  room.append({ kind: 'status', status: 'resolved' }, pen);
  await settled();
  expect(doneIn(practice)).toEqual([...practiceSteps]);
  expect(byRobin(practice)).toEqual(['joined', 'note', 'observation', 'draft', 'action']);
});

test('[FM2] the practice asks no server: what only a real incident has is refused in words', async () => {
  const { fetch } = globalThis;
  let calls = 0;
  globalThis.fetch = () => Promise.reject(new Error(`asked ${(calls += 1)}`));
  try {
    const practice = open();
    const { api, feed } = practice;
    await expect(api.get('/people')).rejects.toMatchObject({ status: 410 });
    await expect(api.post('/incidents', { title: 'x' })).rejects.toMatchObject({ status: 410 });
    await expect(api.upload('/attachments/x', new Blob(), () => undefined)).rejects.toMatchObject({
      status: 410,
    });
    const before = feed.samples(practiceMonitor).length;
    await api.post(`/monitors/${practiceMonitor}/run`, {});
    expect(feed.samples(practiceMonitor)).toHaveLength(before + 1);
    expect(calls).toBe(0);
  } finally {
    globalThis.fetch = fetch;
  }
});
