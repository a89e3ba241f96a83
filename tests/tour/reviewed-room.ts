// A closed incident with everything that a review shows, and a small one in progress.
import { build, type StageServer } from '#tests/helpers/stage.ts';
import type { Crew } from './busy-room.ts';

const day = 24 * 60;

export function buildReviewedRoom(server: StageServer, now: number, { ana, bo, cy }: Crew): Promise<string> {
  return build(server, now, 'INC-41', ({ says, types }) => {
    const start = day + 130;
    says(start, ana.id, {
      kind: 'declared',
      title: 'Checkout times out for half of the shops',
      severity: 'P1',
      service: 'checkout',
      source: { type: 'person' },
    });
    says(start - 1, ana.id, { kind: 'impact-began', at: now - (start + 4) * 60_000 });
    says(start - 2, ana.id, { kind: 'acknowledged' });
    says(start - 2, ana.id, { kind: 'claimed', role: 'commander', person: ana.id, as: 'primary' });
    says(start - 3, bo.id, { kind: 'claimed', role: 'communications', person: bo.id, as: 'primary' });
    says(start - 9, cy.id, { kind: 'hypothesis', text: 'The new index is not used' });
    const action = says(start - 20, cy.id, {
      kind: 'action',
      text: 'Forced the old query plan',
      repair: 'temporary',
    });
    says(start - 26, cy.id, {
      kind: 'graded',
      target: action,
      outcome: 'helped',
      evidence: 'p95 from 9 s to 0.4 s',
    });
    says(start - 28, bo.id, { kind: 'draft', draft: 'customers', audience: 'customers' });
    says(start - 29, bo.id, {
      kind: 'sent',
      draft: 'customers',
      channel: 'status page',
      text: 'Paying works again. We keep watching.',
    });
    says(start - 40, ana.id, { kind: 'impact-ended' });
    says(start - 41, ana.id, { kind: 'status', status: 'resolved' });
    says(start - 60, ana.id, {
      kind: 'action-item',
      text: 'Alert on the plan of the ten most expensive queries',
      owner: cy.id,
      type: 'detect',
      priority: 'high',
      due: now + 14 * day * 60_000,
    });
    says(start - 61, ana.id, { kind: 'action-item', text: 'Rehearse the roll-back of a migration' });
    types(
      'review/executive-summary',
      'For 44 minutes half of the shops could not take payments. A migration changed the plan of one query; forcing the old plan ended it.',
    );
    types(
      'review/root-cause',
      'The migration added an index that the planner preferred although it fits only the largest shops. Nothing compared plans before and after.',
    );
    types('review/went-well', 'The first hypothesis was tested within ten minutes.');
  });
}

/** A quiet incident in progress: one action has a verdict, one has none yet. */
export function buildGradedRoom(server: StageServer, now: number, { ana, bo, cy }: Crew): Promise<string> {
  return build(server, now, 'INC-40', ({ says }) => {
    says(34, ana.id, {
      kind: 'declared',
      title: 'Mails to customers are late',
      severity: 'P3',
      service: 'mail',
      source: { type: 'person' },
    });
    for (const person of [ana, bo, cy]) says(33, person.id, { kind: 'joined', name: person.name });
    says(33, ana.id, { kind: 'acknowledged' });
    says(32, bo.id, { kind: 'claimed', role: 'commander', person: bo.id, as: 'primary' });
    says(31, bo.id, { kind: 'status', status: 'investigating' });
    says(29, cy.id, {
      kind: 'observation',
      text: 'The queue holds 14,000 mails; the oldest waits for 41 minutes.',
    });
    const cause = says(27, cy.id, {
      kind: 'hypothesis',
      text: 'The relay refuses us since the change of its address',
    });
    says(25, cy.id, { kind: 'experiment', target: cause, text: 'Send one mail by hand through the relay' });
    says(22, cy.id, { kind: 'finding', target: cause, verdict: 'refuted', text: 'accepted at once' });
    const restart = says(19, cy.id, {
      kind: 'action',
      text: 'Restarted the mail workers',
      repair: 'temporary',
    });
    says(16, bo.id, {
      kind: 'graded',
      target: restart,
      outcome: 'made-worse',
      evidence: 'the queue doubled',
    });
    const pause = says(12, cy.id, { kind: 'action', text: 'Paused the newsletter', repair: 'temporary' });
    says(6, bo.id, {
      kind: 'graded',
      target: pause,
      outcome: 'helped',
      evidence: '14,000 to 2,000 in five minutes',
    });
    says(3, cy.id, { kind: 'action', text: 'Gave the newsletter a queue of its own', repair: 'permanent' });
    says(2, bo.id, { kind: 'decision', text: 'Keep the newsletter off until tomorrow morning' });
  });
}
