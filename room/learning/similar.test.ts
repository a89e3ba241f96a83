import { expect, test } from 'vitest';
import type { ActionType } from '../facts/action-type.ts';
import { countHelped, findSimilar, rankSimilar } from './similar.ts';

const incident = (id: string, title: string, more: object = {}) => ({
  id,
  title,
  service: null as string | null,
  status: 'triage' as const,
  drill: false,
  declaredAt: 1,
  ...more,
});
const open = [
  incident('pay', 'Card payments fail in Germany', { service: 'payments' }),
  incident('search', 'Search is slow'),
  incident('db', 'Orders database is full', { declaredAt: 2 }),
];
const like = (title: string, service?: string, incidents = open) =>
  findSimilar({ title, service: service ?? null }, incidents)?.id ?? null;

test('[DC3] a title looks like an open one when most of the words that tell something are in both', () => {
  expect(like('Payments by card fail')).toBe('pay');
  expect(like('card payment failing')).toBe('pay');
  expect(like('The orders database has no space')).toBe('db');
  expect(like('SEARCH very slow for customers')).toBe('search');
});

test('[DC3] a common word, or one word of another service, is no likeness', () => {
  for (const title of ['Checkout fails', 'Everything is slow', 'Login is down', 'Cards', '', 'is not on'])
    expect(like(title)).toBeNull();
  expect(like('Card declined twice', 'payments')).toBeNull();
  expect(like('Payments', 'Payments')).toBe('pay');
});

test('[DC3] an incident that is over or a drill is not joined; of equals the oldest is', () => {
  const twins = [
    incident('new', 'Login form broken', { declaredAt: 9 }),
    incident('old', 'Login form broken', { declaredAt: 3 }),
    incident('over', 'Login form broken', { status: 'resolved' }),
    incident('drill', 'Login form broken', { drill: true }),
  ];
  expect(like('Login form is broken', undefined, twins)).toBe('old');
  expect(like('Login form is broken', undefined, twins.slice(2))).toBeNull();
});

test('[DC3] marks and languages without spaces are compared as in the search', () => {
  const others = [incident('fr', 'Le paiement échoué à la caisse'), incident('zh', '支付失败')];
  expect(like('paiement echoue', undefined, others)).toBe('fr');
  expect(like('支付', undefined, others)).toBe('zh');
});

type Case = Parameters<typeof rankSimilar>[0];
const made = (id: string, more: Partial<Case> = {}): Case => ({
  id,
  title: `Thing ${id}`,
  service: null,
  drill: false,
  declaredAt: Number(id),
  ...more,
});
const ranked = (incident: Case, others: readonly Case[]) =>
  rankSimilar(incident, [incident, ...others]).map((each) => [
    each.incident.id,
    each.reasons.map(({ kind, names }) => `${kind}: ${names.join(', ')}`),
  ]);

test('[PM6] the same cause, check and service are reasons, the strongest first', () => {
  const check = { id: 'm1', name: 'checkout' };
  const incident = made('100', { service: 'shop', causes: ['Pool leak'], failed: [check] });
  expect(
    ranked(incident, [
      made('1', { service: 'shop' }),
      made('2', { service: 'SHOP', failed: [{ id: 'm1', name: 'checkout, renamed' }] }),
      made('3', { causes: ['pool  leak', 'other'], failed: [check], service: 'shop' }),
      made('4', { causes: ['POOL LEAK'] }),
    ]),
  ).toEqual([
    ['3', ['cause: pool  leak', 'check: checkout', 'service: shop']],
    ['2', ['check: checkout, renamed', 'service: SHOP']],
    ['4', ['cause: POOL LEAK']],
  ]);
});

test('[PM6] rare words of the title count, common ones do not; drills and what was no incident are left out', () => {
  const others = [
    made('1', { title: 'Payments are slow' }),
    made('2', { title: 'Payments fail for some' }),
    made('3', { title: 'Payments are down' }),
    made('4', { title: 'Certificate of the depot has expired' }),
    made('5', { title: 'Depot certificate expired', drill: true }),
    made('6', { title: 'Depot certificate expired', withdrawn: { why: 'false-alarm' } as never }),
  ];
  expect(ranked(made('100', { title: 'The depot certificate expired again' }), others)).toEqual([
    ['4', ['words: depot, certificate, expired']],
  ]);
  expect(ranked(made('100', { title: 'Everything is down' }), others)).toEqual([]);
});

test('[PM6] at most five, the newest first among equals, and never the incident itself', () => {
  const others = Array.from({ length: 9 }, (_, index) => made(String(index + 1), { causes: ['x'] }));
  expect(ranked(made('100', { causes: ['x'] }), others).map(([id]) => id)).toEqual(['9', '8', '7', '6', '5']);
  expect(rankSimilar(made('1'), [])).toEqual([]);
});

const helped = (...types: (ActionType | null)[]) => ({
  incident: { helped: types.map((type, index) => ({ id: String(index), text: 'x', type })) },
});

test('[GR7] each kind that helped counts once for each incident, and the most frequent is first', () => {
  expect(
    countHelped([
      helped('restart', 'restart'),
      helped('rollback', null),
      helped('rollback', 'other'),
      { incident: {} },
    ]),
  ).toEqual([
    { type: 'rollback', count: 2 },
    { type: 'restart', count: 1 },
  ]);
});
