import { expect, test } from 'vitest';
import { readDeclaration } from './read-declaration.ts';

test('a severity typed first is a severity, a number in a title is not', () => {
  expect(readDeclaration('p1 payments are down')).toEqual({ severity: 'P1', title: 'payments are down' });
  expect(readDeclaration('P2: slow checkout')).toEqual({ severity: 'P2', title: 'slow checkout' });
  expect(readDeclaration('4 replicas are gone')).toEqual({ severity: null, title: '4 replicas are gone' });
  expect(readDeclaration('p99 latency doubled')).toEqual({ severity: null, title: 'p99 latency doubled' });
  expect(readDeclaration('p1')).toEqual({ severity: 'P1', title: '' });
});
