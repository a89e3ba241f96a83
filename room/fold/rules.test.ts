import { describe, expect, test } from 'vitest';
import type { Fact, FactDraft } from '../facts/fact.ts';
import { fold } from './fold.ts';
import type { Room } from '../view/room-view.ts';

const minute = 60_000;
const began = 1_700_000_000_000;

/** Facts with readable ids, at minutes from the beginning; `order` is checked both ways. */
function room(...facts: readonly Fact[]): Room {
  const there = fold(facts);
  expect(fold(facts.toReversed())).toEqual(there);
  return there;
}
const ulid = (name: string): string =>
  `0${name
    .toUpperCase()
    .replace(/[^0-9A-HJKMNP-TV-Z]/gu, '0')
    .padStart(25, '0')}`;
function fact(name: string, minutes: number, draft: FactDraft, by = 'ana'): Fact {
  const noted = began + minutes * minute;
  return { id: ulid(name), noted, by, ...draft, at: draft.at ?? noted };
}
const declared = fact('dec', 0, {
  kind: 'declared',
  title: 'Down',
  source: { type: 'person' },
  severity: 'P2',
});

const severity = (name: string, minutes: number, value: 'P1' | 'P2' | 'P3', supersedes?: string[]) =>
  fact(name, minutes, { kind: 'severity', severity: value, supersedes: supersedes?.map(ulid) });

const status = (name: string, minutes: number, value: Fact<'status'>['status'], supersedes?: string[]) =>
  fact(name, minutes, { kind: 'status', status: value, supersedes: supersedes?.map(ulid) });

const claim = (name: string, minutes: number, person: string, as: 'primary' | 'backup' = 'primary') =>
  fact(name, minutes, { kind: 'claimed', role: 'commander', person, as }, person);

const commander = (...facts: Fact[]) => room(...facts).roles[0];

const offer = (name: string, minutes: number, to: string) =>
  fact(name, minutes, { kind: 'handover-offered', role: 'commander', from: 'ana', to });

const accept = (name: string, minutes: number, target: string, by: string) =>
  fact(name, minutes, { kind: 'handover-accepted', target: ulid(target) }, by);

describe('corrections', () => {
  const note = fact('n', 1, { kind: 'note', text: 'first' });
  const text = (...facts: Fact[]) => room(note, ...facts).timeline[0]?.fact;
  const amend = (name: string, minutes: number, target: string, text: string) =>
    fact(name, minutes, { kind: 'amended', target: ulid(target), text });

  test('[FA3] an amendment changes the text and keeps the original readable', () => {
    const [entry] = room(note, amend('a', 2, 'n', 'second')).timeline;
    expect(entry).toMatchObject({ fact: { text: 'second' }, original: { text: 'first' }, at: note.at });
    expect(entry?.amendedBy).toHaveLength(1);
  });

  test('[FA3] the newest amendment stands, and an amendment can be amended or struck out', () => {
    expect(text(amend('a', 2, 'n', 'second'), amend('b', 3, 'n', 'third'))).toMatchObject({ text: 'third' });
    expect(text(amend('a', 2, 'n', 'second'), amend('b', 3, 'a', 'better second'))).toMatchObject({
      text: 'better second',
    });
    const strike = fact('r', 4, { kind: 'retracted', target: ulid('a') });
    expect(text(amend('a', 2, 'n', 'second'), strike)).toMatchObject({ text: 'first' });
  });

  test('[FA7] an amendment re-times its target only when its own time is not that of writing', () => {
    const moved = fact('a', 5, { kind: 'amended', target: ulid('n'), at: began - minute });
    expect(room(declared, note, moved).timeline.map(({ id }) => id)[0]).toBe(ulid('n'));
    const nearly = fact('a', 5, {
      kind: 'amended',
      target: ulid('n'),
      text: 'x',
      at: began + 5 * minute - 3,
    });
    expect(room(declared, note, nearly).timeline[1]?.at).toBe(note.at);
  });

  test('[FA3] a struck-out entry has no effect, stays on the timeline, and can come back', () => {
    const began1 = fact('i', 1, { kind: 'impact-began' });
    const strike = fact('r', 2, { kind: 'retracted', target: ulid('i'), why: 'wrong room' });
    const struck = room(began1, strike);
    expect(struck.impactBeganAt).toBeNull();
    expect(struck.timeline.find(({ id }) => id === ulid('i'))?.retracted).toMatchObject({
      why: 'wrong room',
    });
    const again = room(began1, strike, fact('s', 3, { kind: 'retracted', target: ulid('r') }));
    expect(again.impactBeganAt).toBe(began1.at);
  });

  test('[FA3] corrections in a circle have no effect and end', () => {
    const circle = room(
      fact('a', 1, { kind: 'retracted', target: ulid('b') }),
      fact('b', 2, { kind: 'retracted', target: ulid('a') }),
      fact('c', 3, { kind: 'retracted', target: ulid('c') }),
    );
    expect(circle.timeline.map(({ retracted }) => retracted)).toEqual([null, null, null]);
  });

  test('[FO10] a correction that arrives before its target waits for it', () => {
    expect(fold([amend('a', 2, 'n', 'second'), note]).timeline[0]?.fact).toMatchObject({ text: 'second' });
  });
});

describe('severity and status', () => {
  test('[FO6] concurrent severities settle on the highest, both listed, until a later one replaces them', () => {
    const both = [declared, severity('a', 1, 'P3', ['dec']), severity('b', 2, 'P1', ['dec'])];
    expect(room(...both).severity).toMatchObject({
      value: 'P1',
      isSet: true,
      heads: [{ id: ulid('a') }, { id: ulid('b') }],
    });
    const settled = room(...both, severity('c', 3, 'P2', ['a', 'b'])).severity;
    expect(settled).toMatchObject({ value: 'P2', heads: [{ id: ulid('c') }] });
  });

  test('[FA5] without supersedes a fact replaces everything noted before it', () => {
    expect(room(declared, severity('a', 1, 'P1'), severity('b', 2, 'P3')).severity.value).toBe('P3');
  });

  test('[FA3] a struck out severity gives way to what it had replaced, also further back', () => {
    const chain = [declared, severity('a', 1, 'P1', ['dec']), severity('b', 2, 'P3', ['a'])];
    const strike = (target: string) => fact(`r${target}`, 5, { kind: 'retracted', target: ulid(target) });
    expect(room(...chain, strike('b')).severity.value).toBe('P1');
    expect(room(...chain, strike('a')).severity).toMatchObject({ value: 'P3', heads: [{ id: ulid('b') }] });
    expect(room(...chain, strike('a'), strike('b')).severity.value).toBe('P2');
  });

  test('[FO12] a struck out severity goes on replacing what it had replaced; of a circle the newest stands', () => {
    const strike = fact('r', 5, { kind: 'retracted', target: ulid('b') });
    const chain = [
      severity('a', 1, 'P1', ['dec']),
      severity('b', 2, 'P3', ['a']),
      severity('c', 3, 'P2', ['b']),
    ];
    expect(room(declared, ...chain, strike).severity).toMatchObject({
      value: 'P2',
      heads: [{ id: ulid('c') }],
    });
    const circle = [severity('a', 1, 'P1', ['b', 'dec']), severity('b', 2, 'P3', ['a', 'dec'])];
    expect(room(declared, ...circle).severity).toMatchObject({ value: 'P3', heads: [{ id: ulid('b') }] });
  });

  test('[FO6] nobody set it: P3 and triage, said to be guesses', () => {
    expect(fold([]).severity).toMatchObject({ value: 'P3', isSet: false, since: null });
    expect(fold([]).status).toMatchObject({ value: 'triage', isSet: false });
  });

  test('[FO6] concurrent statuses settle on the furthest along; reopening counts from the second time', () => {
    const split = room(declared, status('a', 3, 'resolved', []), status('b', 4, 'monitoring', []));
    expect(split).toMatchObject({ status: { value: 'resolved' }, resolvedAt: began + 3 * minute });
    const story = [
      status('a', 3, 'resolved'),
      status('b', 4, 'investigating'),
      status('c', 9, 'resolved'),
      status('d', 12, 'closed'),
    ];
    expect(room(...story.slice(0, 2)).resolvedAt).toBeNull();
    expect(room(...story)).toMatchObject({ resolvedAt: began + 9 * minute, closedAt: began + 12 * minute });
  });
});

describe('roles', () => {
  test('[FO7] two people who both took command are a conflict until one lets go', () => {
    const both = [claim('a', 1, 'ana'), claim('b', 2, 'bo')];
    expect(commander(...both)).toMatchObject({
      conflict: true,
      primary: [{ person: 'ana' }, { person: 'bo' }],
    });
    const released = fact('r', 3, { kind: 'released', role: 'commander', person: 'bo' }, 'bo');
    expect(commander(...both, released)).toMatchObject({ conflict: false, primary: [{ person: 'ana' }] });
  });

  test('[FO7] claiming twice is one claim, a backup is no conflict, letting go before the claim is nothing', () => {
    const early = fact('r', 0, { kind: 'released', role: 'commander', person: 'ana' });
    const role = commander(early, claim('a', 1, 'ana'), claim('b', 2, 'ana'), claim('c', 3, 'bo', 'backup'));
    expect(role).toMatchObject({ conflict: false, primary: [{ id: ulid('a') }], backup: [{ person: 'bo' }] });
  });

  test('[FO7] an accepted handover ends one claim and opens the other', () => {
    const offered = [claim('a', 1, 'ana'), offer('f', 2, 'bo')];
    expect(commander(...offered)).toMatchObject({
      offer: { id: ulid('f'), to: 'bo' },
      primary: [{ person: 'ana' }],
    });
    expect(commander(...offered, accept('g', 3, 'f', 'bo'))).toMatchObject({
      offer: null,
      primary: [{ person: 'bo', id: ulid('g') }],
    });
  });

  test('[FO8] an offer is void after a newer one, after letting go, and once accepted', () => {
    const held = [claim('a', 1, 'ana'), offer('f', 2, 'bo')];
    expect(commander(...held, offer('g', 3, 'cy'), accept('h', 4, 'f', 'bo'))).toMatchObject({
      primary: [{ person: 'ana' }],
      offer: { to: 'cy' },
    });
    const gone = fact('r', 3, { kind: 'released', role: 'commander', person: 'ana' });
    expect(commander(...held, gone, accept('h', 4, 'f', 'bo'))?.primary).toEqual([]);
    const twice = commander(
      ...held,
      accept('h', 4, 'f', 'bo'),
      claim('k', 5, 'ana'),
      accept('m', 6, 'f', 'bo'),
    );
    expect(twice?.primary.map(({ person }) => person)).toEqual(['bo', 'ana']);
  });

  test('[FO7] shipped roles come first, a team’s own after them', () => {
    const own = fact('t', 1, { kind: 'claimed', role: 'translator', person: 'bo', as: 'primary' });
    expect(room(own).roles.map(({ role }) => role)).toEqual([
      'commander',
      'communications',
      'technical',
      'operations',
      'scribe',
      'translator',
    ]);
  });
});

describe('what falls due', () => {
  const sent = fact('s', 5, { kind: 'sent', draft: 'd', channel: 'mail', text: 'x' });
  test('[FO9] a time that customers were promised is what the clock goes by, also for a P3', () => {
    const declared = fact('a', 0, {
      kind: 'declared',
      title: 'x',
      severity: 'P3',
      source: { type: 'person' },
    });
    const draft = fact('b', 1, { kind: 'draft', draft: 'customers', audience: 'customers' });
    const sent = fact('c', 2, {
      kind: 'sent',
      draft: 'customers',
      channel: 'page',
      text: 'Cards fail.\nNext update: in 20 minutes.',
    });
    expect(room(declared, draft).updateDueAt).toBeNull();
    expect(room(declared, draft, sent).updateDueAt).toBe(began + 22 * minute);
    const over = fact('d', 3, { kind: 'status', status: 'resolved' });
    expect(room(declared, draft, sent, over).updateDueAt).toBeNull();
  });

  test('[FO9] P1 15 min and P2 30 min after the last word or the declaration; nothing once resolved', () => {
    expect(room(declared).updateDueAt).toBe(began + 30 * minute);
    expect(room(declared, sent).updateDueAt).toBe(began + 35 * minute);
    const worse = fact('v', 6, { kind: 'severity', severity: 'P1' });
    expect(room(declared, sent, worse).updateDueAt).toBe(began + 20 * minute);
    expect(room(declared, sent, fact('v', 6, { kind: 'severity', severity: 'P3' })).updateDueAt).toBeNull();
    expect(room(declared, sent, fact('w', 7, { kind: 'status', status: 'resolved' })).updateDueAt).toBeNull();
    expect(room(sent).updateDueAt).toBeNull();
  });

  test('[FO9] a reopened incident owes the next update one cadence later, not the one before it was resolved', () => {
    const resolved = fact('w', 7, { kind: 'status', status: 'resolved' });
    const again = fact('x', 200, { kind: 'status', status: 'investigating' });
    expect(room(declared, sent, resolved, again).updateDueAt).toBe(began + 230 * minute);
    const customers = fact('y', 3, { kind: 'draft', draft: 'c', audience: 'customers' });
    const promised = fact('z', 6, {
      kind: 'sent',
      draft: 'c',
      channel: 'page',
      text: 'Next update in 30 minutes.',
    });
    expect(room(declared, customers, promised, resolved, again).updateDueAt).toBe(began + 230 * minute);
    const soon = fact('x', 9, { kind: 'status', status: 'investigating' });
    expect(room(declared, customers, promised, resolved, soon).updateDueAt).toBe(began + 36 * minute);
    expect(room(declared, customers, promised, resolved, soon).reopened).toEqual([
      { resolvedAt: began + 7 * minute, at: began + 9 * minute },
    ]);
  });

  test('[SY15] a text that an earlier version let be dated ahead counts as sent when it was noted', () => {
    const ahead = fact('u', 4, {
      kind: 'sent',
      draft: 'd',
      channel: 'mail',
      text: 'x',
      at: began + 9_999 * minute,
    });
    expect(room(declared, ahead).updateDueAt).toBe(began + 34 * minute);
    expect(room(declared, ahead, sent).updateDueAt).toBe(began + 35 * minute);
  });
});
