import { expect, test } from 'vitest';
import { tellStory, type Story } from '../fixtures/story.ts';
import { withAcknowledgement } from './acknowledging.ts';
import { hashOf } from '../comms/hash.ts';
import { findNextStep } from './next-step.ts';

const minute = 60_000;
const noTexts = () => '';
const written = () => 'Written.';

const next = ({ open, now }: Story, texts: (name: string) => string = noTexts, at = now(), me = 'ana') =>
  findNextStep(open.room(), { now: at, me, texts });

function declare(severity?: 'P1' | 'P3'): Story {
  const story = tellStory();
  story.write('ana', {
    kind: 'declared',
    title: 'Down',
    source: { type: 'person' },
    ...(severity && { severity }),
  });
  return story;
}

const claim = (person: string, role: string) => ({ kind: 'claimed', role, person, as: 'primary' }) as const;

/** Acknowledged, commanded and graded. */
function declareInHand(severity: 'P1' | 'P3' = 'P3'): Story {
  const story = declare();
  story.write('ana', { kind: 'acknowledged' }, claim('ana', 'commander'), { kind: 'severity', severity });
  return story;
}

test('[CO7] the first minutes: acknowledge, take command, set the severity, write the first update', () => {
  const story = declare();
  expect(next(story)).toMatchObject({ step: 'acknowledge' });
  story.write('ana', { kind: 'acknowledged' });
  expect(next(story)).toEqual({ step: 'take-command' });
  story.write('ana', claim('ana', 'commander'));
  expect(next(story)).toEqual({ step: 'set-severity' });
  story.write('ana', { kind: 'severity', severity: 'P1' });
  const { updateDueAt } = story.open.room();
  expect(next(story)).toEqual({ step: 'first-update', dueAt: updateDueAt });
});

test('[CO7] the step of an update that somebody began says what is left: finish, approve, send', () => {
  const story = declareInHand('P1');
  const text = 'Signing in is slow. We look into it.';
  const begun = () => next(story, () => text);
  const customers = { draft: 'customers', audience: 'customers' } as const;
  story.write('ana', { kind: 'draft', ...customers });
  expect(next(story)).not.toHaveProperty('draft');
  expect(begun()).toMatchObject({ step: 'first-update', draft: 'drafting' });
  story.write('ana', { kind: 'draft', ...customers, ready: true });
  expect(begun()).toMatchObject({ step: 'first-update', draft: 'ready' });
  story.write('bo', { kind: 'approved', draft: 'customers', hash: hashOf(text), text });
  expect(begun()).toMatchObject({ step: 'first-update', draft: 'approved' });
  const due = story.open.room().updateDueAt!;
  expect(next(story, () => text, due)).toEqual({ step: 'send-update', lateMs: 0, draft: 'approved' });
  story.write('ana', { kind: 'sent', draft: 'customers', channel: 'mail', text });
  expect(next(story, () => text, story.open.room().updateDueAt!)).not.toHaveProperty('draft');
});

test('[CO7] a room in which somebody took a role without an acknowledgement is not asked for one', () => {
  const story = declare();
  story.write('bo', claim('bo', 'technical'));
  expect(next(story)).toEqual({ step: 'take-command' });
});

test('[CO7] command that is offered is accepted by whom it is offered to, and by nobody else', () => {
  const story = declareInHand();
  story.write('ana', { kind: 'handover-offered', role: 'commander', from: 'ana', to: 'bo' });
  expect(next(story, noTexts, story.now(), 'bo')).toEqual({ step: 'accept-command' });
  expect(next(story)).toMatchObject({ step: 'move-on' });
});

test('[CO7] two commanders come before everything that they would decide, other conflicts after it', () => {
  const story = declare();
  story.write('ana', { kind: 'acknowledged' }, claim('ana', 'commander'));
  story.write('bo', claim('bo', 'commander'));
  expect(next(story)).toEqual({ step: 'settle-command', people: ['ana', 'bo'] });
  story.write('bo', { kind: 'released', role: 'commander', person: 'bo' });
  story.write('bo', claim('bo', 'scribe'));
  story.write('cy', claim('cy', 'scribe'));
  expect(next(story)).toEqual({ step: 'settle-role', role: 'scribe', people: ['bo', 'cy'] });
});

test('[CO7] an update that is late, or due in three minutes, is the next step; one that is due later is not', () => {
  const story = declareInHand('P1');
  story.write('ana', { kind: 'draft', draft: 'customers', audience: 'customers' });
  story.write('ana', { kind: 'sent', draft: 'customers', channel: 'mail', text: 'We look into it.' });
  const due = story.open.room().updateDueAt!;
  const at = (ms: number) => next(story, noTexts, due + ms);
  expect(at(-4 * minute)).toMatchObject({ step: 'move-on', to: 'investigating' });
  expect(at(-2 * minute)).toEqual({ step: 'send-update', lateMs: -2 * minute });
  expect(at(47 * minute)).toEqual({ step: 'send-update', lateMs: 47 * minute });
});

test('[CO7] overdue tasks come before the next status', () => {
  const story = declareInHand();
  story.write('ana', { kind: 'task', text: 'Call the bank', due: story.now() + minute });
  expect(next(story)).toMatchObject({ step: 'move-on' });
  expect(next(story, noTexts, story.now() + 2 * minute)).toEqual({ step: 'late-tasks', count: 1 });
});

test('[CO7] the next status says how many of its questions are open and how many checks are down', () => {
  const story = declareInHand();
  story.write('ana', { kind: 'status', status: 'monitoring' });
  story.write('server', { kind: 'check-down', monitor: 'm1', name: 'api', reason: '503' });
  expect(next(story)).toEqual({ step: 'move-on', to: 'resolved', open: 5, down: 1 });
});

test('[CO7] after Resolve: the last update where one was sent, the review, owners, closing; then nothing', () => {
  const story = declareInHand('P1');
  story.write('ana', { kind: 'draft', draft: 'customers', audience: 'customers' });
  const sent = { kind: 'sent', draft: 'customers', channel: 'mail', text: 'Words.' } as const;
  story.write('ana', sent);
  story.write('ana', { kind: 'status', status: 'resolved' });
  expect(next(story)).toEqual({ step: 'last-update' });
  story.write('ana', sent);
  expect(next(story)).toEqual({ step: 'write-review' });
  story.write('ana', { kind: 'action-item', text: 'Add a limit' });
  expect(next(story, written)).toEqual({ step: 'name-owners' });
  const [item] = story.open.room().actionItems;
  story.write('ana', { kind: 'action-item-changed', target: item!.id, owner: 'bo' });
  expect(next(story, written)).toEqual({ step: 'follow-up' });
  story.write('ana', { kind: 'draft', draft: 'customers', audience: 'customers', stage: 'follow-up' });
  expect(next(story, written)).toEqual({ step: 'follow-up' });
  story.write('ana', sent);
  expect(next(story, written)).toEqual({ step: 'close' });
  story.write('ana', { kind: 'status', status: 'closed' });
  expect(next(story, written)).toBeNull();
});

test('[CO7] what somebody wrote on the status page itself counts, also as the follow-up', () => {
  const story = declareInHand('P1');
  const onPage = { kind: 'sent', draft: 'status-page', channel: 'Acme', text: 'x' } as const;
  story.write('ana', { ...onPage, stage: 'investigating' });
  story.write('ana', { kind: 'status', status: 'resolved' });
  expect(next(story, written)).toEqual({ step: 'last-update' });
  story.write('ana', { ...onPage, stage: 'resolved' });
  expect(next(story, written)).toEqual({ step: 'follow-up' });
  story.write('ana', { ...onPage, stage: 'postmortem' });
  expect(next(story, written)).toEqual({ step: 'close' });
  // It came back: what was said would not be enough.
  story.write('ana', { kind: 'status', status: 'investigating' });
  story.write('ana', { kind: 'status', status: 'resolved' });
  story.write('ana', { ...onPage, stage: 'resolved' });
  expect(next(story, written)).toEqual({ step: 'follow-up' });
  story.write('ana', { ...onPage, stage: 'follow-up' });
  expect(next(story, written)).toEqual({ step: 'close' });
});

test('[CO7] nobody was told, so there is no last update; nothing was declared, so there is no step', () => {
  const story = declareInHand();
  story.write('ana', { kind: 'status', status: 'resolved' });
  expect(next(story)).toEqual({ step: 'write-review' });
  expect(next(tellStory())).toBeNull();
});

test('[CO8] taking a role acknowledges once while the incident runs, for anybody who takes it', () => {
  const story = declare();
  const mine = claim('ana', 'commander');
  const room = () => story.open.room();
  expect(withAcknowledgement(room(), [mine], 'ana')).toEqual([{ kind: 'acknowledged' }, mine]);
  const given = claim('bo', 'technical');
  expect(withAcknowledgement(room(), [given], 'ana')).toEqual([given]);
  const backup = { ...mine, as: 'backup' } as const;
  expect(withAcknowledgement(room(), [backup], 'ana')).toEqual([backup]);
  const accepted = { kind: 'handover-accepted', target: 'x' } as const;
  expect(withAcknowledgement(room(), [accepted], 'ana')).toEqual([{ kind: 'acknowledged' }, accepted]);
  story.write('ana', { kind: 'acknowledged' });
  expect(withAcknowledgement(room(), [mine], 'ana')).toEqual([mine]);
  const over = declare();
  over.write('ana', { kind: 'status', status: 'resolved' });
  expect(withAcknowledgement(over.open.room(), [mine], 'ana')).toEqual([mine]);
});
