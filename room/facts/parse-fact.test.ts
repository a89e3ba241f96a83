import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { factKinds, type FactKind } from './fact.ts';
import { makeFacts } from '../fixtures/histories.ts';
import { createRandom } from '../fixtures/random.ts';
import { kinds } from './index.ts';
import { parseFact } from './parse-fact.ts';
import { unreadFields } from './unread-fields.ts';

const id = '01HF7YAT000000000000000001';
const envelope = { id, at: 1_700_000_000_000, noted: 1_700_000_000_000, by: 'ana' };
const note = { ...envelope, kind: 'note', text: 'x' };

/** What `parseFact` says of a fact that is none: `field: expected`, one a line. */
function faults(raw: unknown): string[] {
  const parsed = parseFact(raw);
  return parsed.ok ? [] : parsed.errors.map(({ field, expected }) => `${field}: ${expected}`);
}

/** For each kind: payloads that are wrong, and the field that must be named. */
const wrong: Record<FactKind, readonly [field: string, payload: Record<string, unknown>][]> = {
  declared: [
    ['title', { source: { type: 'person' } }],
    ['title', { title: 'x'.repeat(301), source: { type: 'person' } }],
    ['title', { title: '  ', source: { type: 'person' } }],
    ['source', { title: 'x' }],
    ['source.type', { title: 'x', source: { type: 'rumour' } }],
    ['severity', { title: 'x', severity: 'SEV1', source: { type: 'person' } }],
    ['drill', { title: 'x', drill: 'yes', source: { type: 'person' } }],
  ],
  restricted: [
    ['teams', { people: [] }],
    ['people', { teams: [] }],
    ['teams.0.name', { teams: [{ id: 't1' }], people: [] }],
  ],
  unrestricted: [],
  retitled: [['title', { title: 5 }]],
  severity: [
    ['severity', { severity: 'p1' }],
    ['supersedes.0', { severity: 'P1', supersedes: [1] }],
  ],
  status: [
    ['status', { status: 'done' }],
    ['supersedes', { status: 'closed', supersedes: 'all' }],
  ],
  impact: [
    ['users', { users: 'some' }],
    ['text', { text: 'x'.repeat(20_001) }],
  ],
  'impact-began': [['at', { at: 'today' }]],
  'impact-ended': [['at', { at: -1 }]],
  acknowledged: [['by', { by: '' }]],
  change: [
    ['text', { text: ' ' }],
    ['url', { text: 'Deployed', url: 'x'.repeat(2_001) }],
  ],
  numbered: [['number', { number: 42 }]],
  joined: [['name', { name: 'x'.repeat(121) }]],
  claimed: [
    ['role', { person: 'ana', as: 'primary' }],
    ['person', { role: 'scribe', as: 'primary' }],
    ['as', { role: 'scribe', person: 'ana', as: 'main' }],
  ],
  released: [['person', { role: 'scribe' }]],
  'handover-offered': [['to', { role: 'commander', from: 'ana' }]],
  'handover-accepted': [['target', {}]],
  'check-down': [['monitor', { reason: '503' }]],
  'check-up': [['monitor', { monitor: null }]],
  'page-asked': [
    ['targets', { text: 'come' }],
    ['targets', { targets: [] }],
    ['targets.0.address', { targets: [{ address: 'x'.repeat(255) }] }],
    ['text', { targets: [{ person: 'bo' }], text: 7 }],
  ],
  paged: [
    ['outcome.ok', { person: 'ana', channel: 'sms', outcome: {} }],
    ['channel', { person: 'ana', outcome: { ok: true } }],
  ],
  note: [
    ['text', {}],
    ['text', { text: '' }],
    ['text', { text: 'x'.repeat(20_001) }],
  ],
  decision: [['text', { text: ['x'] }]],
  observation: [
    ['text', { text: null }],
    ['target', { text: 'x', target: 7 }],
    ['evidence.name', { text: 'x', evidence: { monitor: 'm', status: 'down', at: 1 } }],
  ],
  confirmed: [['target', {}]],
  key: [
    ['on', { target: id }],
    ['target', { on: true }],
  ],
  action: [['repair', { text: 'x', repair: 'quick' }]],
  graded: [['outcome', { target: id, outcome: 'good' }]],
  hypothesis: [
    ['text', {}],
    ['confidence', { text: 'x', confidence: 'certain' }],
    ['mentions.0', { text: 'x', mentions: [null] }],
    ['mentions', { text: 'x', mentions: Array.from({ length: 51 }, () => 'ana') }],
  ],
  'hypothesis-changed': [['owner', { target: id, owner: 5 }]],
  experiment: [
    ['target', { text: 'x' }],
    ['refutes', { target: id, text: 'x', refutes: true }],
  ],
  finding: [['verdict', { target: id, verdict: 'true' }]],
  task: [
    ['due', { text: 'x', due: 'tomorrow' }],
    ['everyMs', { text: 'x', everyMs: 1_000 }],
  ],
  'task-accepted': [['target', {}]],
  'task-done': [
    ['target', { target: 'x'.repeat(65) }],
    ['turn', { target: id, turn: 0 }],
  ],
  review: [
    ['state', { state: 'approved' }],
    ['hash', { state: 'reviewed', hash: 'abc' }],
    ['comment', { comment: ' ' }],
    ['read', { read: 'yes' }],
    ['wrote', { wrote: '' }],
    ['frozen', { frozen: 'everything' }],
    ['live', { live: 1 }],
    ['pictures', { pictures: 'all' }],
    ['story', { story: 'all' }],
  ],
  'action-item': [
    ['type', { text: 'x', type: 'blame' }],
    ['automate', { text: 'x', automate: 'yes' }],
    ['automates', { text: 'x', automates: true }],
    ['step', { text: 'x', automates: id, step: 1 }],
  ],
  'action-item-changed': [
    ['state', { target: id, state: 'gone' }],
    ['ticket', { target: id, ticket: 'OPS-7' }],
    ['again', { target: id, again: 'yes' }],
    ['automate', { target: id, automate: null }],
  ],
  checklist: [
    ['steps', { title: 'x' }],
    ['steps.0.text', { title: 'x', steps: [{ id: 'a' }] }],
    ['steps.0.minutes', { title: 'x', steps: [{ id: 'a', text: 'b', minutes: 0.5 }] }],
    ['steps.0.approval', { title: 'x', steps: [{ id: 'a', text: 'b', approval: 'yes' }] }],
    ['steps', { title: 'x', steps: Array.from({ length: 201 }, () => ({ id: 'a', text: 'b' })) }],
  ],
  step: [['state', { target: id, step: 'a', state: 'ticked' }]],
  'step-started': [['step', { target: id }]],
  'step-approved': [['target', { step: 'a' }]],
  'step-assigned': [['person', { target: id, step: 'a' }]],
  draft: [['audience', { draft: 'a' }]],
  approved: [['hash', { draft: 'a', hash: 'AB' }]],
  sent: [['text', { draft: 'a', channel: 'mail' }]],
  link: [
    ['url', { url: 'javascript:alert(1)' }],
    ['url', { url: ' http://x' }],
    ['use', { url: 'http://x', use: 'fun' }],
  ],
  attachment: [
    ['bytes', { name: 'a', type: 'b', bytes: -1, sha256: 'ab'.repeat(32) }],
    ['sha256', { name: 'a', type: 'b', bytes: 1, sha256: '' }],
  ],
  amended: [['target', { text: 'x' }]],
  retracted: [['target', { why: 'x' }]],
};

test('[FA2] every kind names the field that is wrong and what was expected', () => {
  for (const [kind, cases] of Object.entries(wrong)) {
    for (const [field, payload] of cases) {
      const said = faults({ ...envelope, kind, ...payload });
      expect(
        said.map((line) => line.split(': ')[0]),
        `${kind} with ${JSON.stringify(payload).slice(0, 80)}`,
      ).toEqual([field]);
      expect(said[0]).toMatch(/: .{3}/u);
    }
  }
});

test('[FA2] a valid fact of every kind is accepted as the very object it is', () => {
  for (const kind of factKinds) {
    for (const fact of makeFacts(createRandom(3), 20, [kind])) {
      const parsed = parseFact(fact);
      expect(parsed).toEqual({ ok: true, fact, known: true });
      expect(parsed.ok && parsed.fact).toBe(fact);
    }
  }
});

test('[FA2] the quick check accepts ordinary facts, and none that the schema refuses', () => {
  const strange = [undefined, null, '', ' ', 'x', 'x'.repeat(2_500), 0, -1, 0.5, 9e15, true, [], ['x'], {}];
  let accepted = 0;
  for (const kind of factKinds) {
    const { schema } = kinds[kind];
    for (const fact of makeFacts(createRandom(5), 10, [kind])) {
      for (const field of [...Object.keys(schema.shape), 'more']) {
        for (const value of strange) {
          const other = { ...fact, [field]: value };
          if (!kinds[kind].surelyAccepts(other)) continue;
          accepted += 1;
          expect(schema.safeParse(other).success, `${kind} with ${field} = ${JSON.stringify(value)}`).toBe(
            true,
          );
        }
      }
    }
  }
  expect(accepted).toBeGreaterThan(1_000);
  for (const fact of makeFacts(createRandom(5), 50, ['decision', 'key', 'released']))
    expect(kinds[fact.kind].surelyAccepts(fact), fact.kind).toBe(true);
});

test('[FA1] the envelope is checked on every kind, known or not', () => {
  for (const kind of ['note', 'weather']) {
    const fact = { ...note, kind };
    expect(faults({ ...fact, id: 'x' })[0]).toMatch(/^id: a ULID/u);
    expect(faults({ ...fact, id: `8${id.slice(1)}` })[0]).toMatch(/^id/u);
    expect(faults({ ...fact, at: Number.NaN })[0]).toMatch(/^at: .*not finite/u);
    expect(faults({ ...fact, noted: Number.POSITIVE_INFINITY })[0]).toMatch(/^noted/u);
    expect(faults({ ...fact, noted: -1 })[0]).toBe('noted: at least 0');
    expect(faults({ ...fact, at: 8_640_000_000_000_001 })[0]).toMatch(/^at: at most/u);
    expect(faults({ ...fact, by: '' })[0]).toMatch(/^by/u);
  }
  expect(faults({ ...note, kind: '' })[0]).toMatch(/^kind/u);
});

test('[FA1] unknown fields are kept, and a kind of a later version is a fact', () => {
  const parsed = parseFact({ ...note, mood: { calm: true } });
  expect(parsed.ok && parsed.fact).toHaveProperty('mood.calm', true);
  expect(parseFact({ ...envelope, kind: 'weather', sky: 'grey' })).toMatchObject({ ok: true, known: false });
});

test('[FA11] fields that no schema reads are named, also within others; of the facts that we write there are none', () => {
  expect(unreadFields({ ...note, txt: 'x' })).toMatchObject([{ field: 'txt' }]);
  expect(unreadFields({ ...note, txt: 'x' })[0]?.known).toContain('text');
  const [inner] = unreadFields({
    ...envelope,
    kind: 'checklist',
    title: 'x',
    steps: [{ id: 'a', txt: 'x' }],
  });
  expect(inner).toMatchObject({ field: 'steps.0.txt', known: expect.arrayContaining(['id', 'text']) });
  expect(unreadFields({ ...envelope, kind: 'weather', sky: 'grey' })).toEqual([]);
  for (const fact of makeFacts(createRandom(7), 2_000)) expect(unreadFields({ ...fact })).toEqual([]);
});

test('[FA2] one fact is at most 64 KiB as JSON, counted in bytes', () => {
  const room = 65_536 - JSON.stringify({ ...note, more: '' }).length;
  expect(faults({ ...note, more: 'x'.repeat(room) })).toEqual([]);
  expect(faults({ ...note, more: 'x'.repeat(room + 1) })[0]).toMatch(/larger than 64 KiB/u);
  expect(faults({ ...note, more: '€'.repeat(Math.floor(room / 3)) })).toEqual([]);
  expect(faults({ ...note, more: '€'.repeat(Math.ceil((room + 1) / 3)) })[0]).toMatch(/larger than 64 KiB/u);
  expect(faults({ ...note, more: '\n'.repeat(room) })[0]).toMatch(/larger than 64 KiB/u);
});

test('[FA9] [FO4] a value that is not plain JSON is refused in every disguise', () => {
  const deep = (depth: number): unknown => (depth === 0 ? 1 : { in: deep(depth - 1) });
  const hidden = JSON.parse(`{"__proto__": {"text": "x"}, "id": "${id}"}`) as object;
  // How a decoder that assigns every key leaves such an object behind.
  const inherited = Object.assign(Object.create({ text: 'x' }) as object, { ...envelope, kind: 'note' });
  const disguises = [
    [hidden, /__proto__/u],
    [inherited, /plain object/u],
    [{ ...note, more: hidden }, /__proto__/u],
    [{ ...note, more: deep(5_000) }, /nested more than 16/u],
    [{ ...note, more: new Map() }, /plain object/u],
    [{ ...note, more: new Y.Map() }, /plain object/u],
    [{ ...note, more: new Uint8Array(3) }, /plain object/u],
    [{ ...note, more: 5n }, /bigint/u],
    [{ ...note, more: () => 1 }, /function/u],
    [{ ...note, more: [undefined] }, /gap/u],
  ] as const;
  for (const [raw, said] of disguises) {
    const parsed = parseFact(raw);
    expect(parsed).toMatchObject({ ok: false, raw: null });
    expect(parsed.ok ? '' : parsed.reason).toMatch(said);
  }
  for (const raw of [null, undefined, true, 5, 'note', [], [note], () => note])
    expect(parseFact(raw).ok).toBe(false);
});

test('[FA1] a field that is undefined is absent', () => {
  expect(parseFact({ ...note, why: undefined, repair: undefined }).ok).toBe(true);
});
