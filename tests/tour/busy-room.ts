// The worst hour of a bad day: a P1 with hundreds of entries, a dozen people, and two commanders.
import type { FactDraft } from '#room/facts/fact.ts';
import { build, type Actor, type Stage, type StageServer } from '#tests/helpers/stage.ts';

const service = 'payments';
const title =
  'Card payments fail for one in four customers in the EU, and refunds are queued without a receipt';

const chatter: readonly ((n: number) => FactDraft)[] = [
  (n) => ({ kind: 'note', text: `Error rate at ${4 + (n % 21)} % on eu-${1 + (n % 3)}.` }),
  (n) => ({ kind: 'observation', text: `Connections to the primary: ${180 + (n % 20)} of 200.` }),
  (n) => ({ kind: 'note', text: `Support has ${12 + n} open tickets about declined cards.` }),
  (n) => ({
    kind: 'observation',
    text: `Queue of refunds is ${n * 7} long and ${n % 2 ? 'growing' : 'shrinking'}.`,
  }),
  () => ({
    kind: 'note',
    text: 'The workers of the new release open a second connection for each job and give it back only when the job ends, which for refunds may be minutes; that alone would explain why the pool fills up faster than the traffic grew.',
  }),
  (n) => ({ kind: 'note', text: `Asked the provider for the status of ticket 88${n}.` }),
  (n) => ({ kind: 'observation', text: `p95 of /charge at ${(2 + (n % 30) / 10).toFixed(1)} s.` }),
];

export type Crew = { ana: Actor; bo: Actor; cy: Actor; others: readonly Actor[] };

/** `now` is the present, in epoch milliseconds. */
export function buildBusyRoom(server: StageServer, now: number, crew: Crew): Promise<string> {
  return build(server, now, 'INC-42', (stage) => {
    opening(stage, crew);
    investigation(stage, crew);
    comms(stage, crew);
    const everybody = [crew.ana, crew.bo, crew.cy, ...crew.others];
    for (let n = 0; n < 250; n++)
      stage.says(62 - n * 0.2, everybody[n % everybody.length]!.id, chatter[n % chatter.length]!(n));
    talk(stage, crew);
    closing(stage, crew);
  });
}

function opening({ says }: Stage, { ana, bo, cy, others }: Crew) {
  const monitor = 'monitor:payments-api';
  const check = { monitor: 'payments-api', name: 'payments-api', reason: '503 Service Unavailable' };
  says(95, monitor, {
    kind: 'declared',
    title,
    severity: 'P2',
    service,
    source: { type: 'monitor', ref: check.monitor },
  });
  says(95, monitor, { kind: 'check-down', ...check });
  for (const person of [ana, bo, cy, ...others]) says(94, person.id, { kind: 'joined', name: person.name });
  says(93, ana.id, { kind: 'acknowledged' });
  says(93, ana.id, { kind: 'claimed', role: 'commander', person: ana.id, as: 'primary' });
  says(92, bo.id, { kind: 'claimed', role: 'communications', person: bo.id, as: 'primary' });
  says(91, cy.id, { kind: 'claimed', role: 'technical', person: cy.id, as: 'primary' });
  says(90, others[0]!.id, { kind: 'claimed', role: 'technical', person: others[0]!.id, as: 'backup' });
  says(90, ana.id, { kind: 'severity', severity: 'P1', why: 'one in four payments fails' });
  says(89, ana.id, { kind: 'impact-began', at: Date.now() - 96 * 60_000 });
  says(88, ana.id, { kind: 'status', status: 'investigating' });
  says(87, bo.id, {
    kind: 'impact',
    users: 'major',
    business: 'critical',
    availability: 'major',
    text: 'One in four card payments in the EU is declined; nothing is charged twice.',
  });
}

function investigation({ says }: Stage, { ana, cy, others }: Crew) {
  const list = says(86, ana.id, {
    kind: 'checklist',
    title: 'Database connections exhausted',
    playbook: 'database-connections-exhausted',
    steps: [
      { id: 'a', text: 'Say which pool is full and who holds its connections' },
      { id: 'b', text: 'Stop what is not needed: batch jobs, reports, the crawler' },
      { id: 'c', text: 'Raise the limit only when the database has the memory for it' },
      { id: 'd', text: 'Watch for ten minutes before calling it recovered' },
    ],
  });
  says(85, cy.id, { kind: 'step', target: list, step: 'a', state: 'done' });
  says(84, cy.id, {
    kind: 'step',
    target: list,
    step: 'b',
    state: 'skipped',
    why: 'the batch jobs were off already',
  });
  const pool = says(82, cy.id, { kind: 'hypothesis', text: 'The pool is exhausted since release 412' });
  says(80, cy.id, {
    kind: 'experiment',
    target: pool,
    text: 'Drain eu-2 and count the connections',
    refutes: 'they stay above 180',
  });
  says(76, cy.id, {
    kind: 'finding',
    target: pool,
    verdict: 'supported',
    text: 'fell to 40 within a minute',
  });
  const provider = says(75, others[1]!.id, {
    kind: 'hypothesis',
    text: 'The provider throttles us',
    owner: others[1]!.id,
    confidence: 'medium',
  });
  says(74.5, others[1]!.id, {
    kind: 'experiment',
    target: provider,
    text: 'Send one test card a second from outside',
    refutes: 'none of them is declined',
    due: Date.now() + 4 * 60_000,
  });
  const dns = says(74.2, cy.id, { kind: 'hypothesis', text: 'DNS answers with the old address' });
  says(74.1, others[0]!.id, {
    kind: 'finding',
    target: dns,
    verdict: 'refuted',
    text: 'the same answer from all three regions',
  });
  says(74, ana.id, {
    kind: 'task',
    text: 'Ask the provider whether they throttle us',
    owner: others[1]!.id,
  });
  const page = says(73, ana.id, { kind: 'task', text: 'Page the database on-call', owner: cy.id });
  says(71, cy.id, { kind: 'task-done', target: page });
  const restart = says(70, cy.id, {
    kind: 'action',
    text: 'Restarted the pool of eu-1',
    repair: 'temporary',
  });
  says(68, cy.id, {
    kind: 'graded',
    target: restart,
    outcome: 'no-effect',
    evidence: 'full again after 90 s',
  });
  const rollback = says(66, cy.id, {
    kind: 'action',
    text: 'Rolled back release 412 on eu-2',
    repair: 'temporary',
  });
  says(64, ana.id, {
    kind: 'graded',
    target: rollback,
    outcome: 'helped',
    evidence: 'p95 from 4.2 s to 0.8 s',
  });
}

/** Replies to single entries, mentions of people, and observations by two people. */
function talk({ says }: Stage, { ana, bo, cy, others }: Crew) {
  const [dee, eli, fay] = others;
  const late = says(11, dee!.id, {
    kind: 'observation',
    text: 'eu-1 refuses new connections',
    evidence: {
      monitor: 'payments-api',
      name: 'payments-api',
      status: 'down',
      at: Date.now() - 11 * 60_000,
      reason: '503 Service Unavailable',
      latencyMs: null,
    },
  });
  says(10.8, cy.id, { kind: 'confirmed', target: late });
  says(10.7, eli!.id, { kind: 'confirmed', target: late });
  const asked = says(10.6, bo.id, {
    kind: 'note',
    text: `@${ana.name} may I tell customers that eu-2 is back? @Cy says it is.`,
    mentions: [ana.id, cy.id],
  });
  const yes = says(10.4, cy.id, { kind: 'note', text: 'It holds for 20 minutes now.', target: asked });
  says(10.2, fay!.id, { kind: 'note', text: 'Refunds are still late there.', target: yes });
  says(10.1, ana.id, { kind: 'decision', text: 'Yes, and say that refunds are late.', target: asked });
  says(9.8, dee!.id, {
    kind: 'task',
    text: 'Ask the provider for their log of 14:02',
    owner: ana.id,
    due: Date.now() + 6 * 60_000,
  });
}

function comms({ says, types }: Stage, { ana, bo }: Crew) {
  says(63, bo.id, { kind: 'draft', draft: 'customers', audience: 'customers', stage: 'drafting' });
  says(62.5, bo.id, {
    kind: 'sent',
    draft: 'customers',
    channel: 'status page',
    text: 'Some card payments in the EU are declined. Nothing is charged twice.',
  });
  says(62.2, ana.id, {
    kind: 'link',
    url: 'https://meet.example.org/inc-42',
    label: 'Bridge',
    use: 'bridge',
  });
  types(
    'draft/customers',
    'Card payments in the EU are working again for most customers.\n\nWhat you may notice: receipts for refunds arrive late.\n\nNext update: [time]\n',
  );
  types(
    'summary',
    'Release 412 opens two connections for each job, so the pool of the primary fills up. eu-2 was rolled back and recovered; eu-1 and eu-3 follow.',
  );
}

/** After the network split, both halves have a commander. */
function closing({ says }: Stage, { ana, bo, others }: Crew) {
  const second = others[2]!;
  says(9, second.id, { kind: 'claimed', role: 'commander', person: second.id, as: 'primary' });
  says(8, second.id, {
    kind: 'decision',
    text: 'Fail over to the second provider for cards issued in the EU',
  });
  says(7, ana.id, { kind: 'decision', text: 'No failover: finish the rollback of eu-1 and eu-3 first' });
  says(5, bo.id, { kind: 'note', text: 'Two decisions that exclude each other. Which one stands?' });
  says(4, ana.id, { kind: 'status', status: 'identified', why: 'release 412' });
}
