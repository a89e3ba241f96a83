import { expect, test } from 'vitest';
import { findSimilar } from './similar.ts';

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

test('[DC3] what is over or a drill is not joined; of equals the oldest is', () => {
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
