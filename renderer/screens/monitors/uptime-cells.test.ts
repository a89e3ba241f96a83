import { expect, test } from 'vitest';
import { cellsOf, sayBar, sayCell, sayShare } from './uptime-cells.ts';

const noon = Date.UTC(2026, 10, 21, 12);

test('the last cell is the current day, the first as many days before', () => {
  const cells = cellsOf([1, 0.5, null], 'days', noon);
  expect(cells.map(({ from }) => new Date(from).toISOString().slice(0, 10))).toEqual([
    '2026-11-19',
    '2026-11-20',
    '2026-11-21',
  ]);
  expect(sayCell(cells[1]!, 'days')).toBe('20 Nov: 50.00 % up');
  expect(sayCell(cells[2]!, 'days')).toBe('21 Nov: not measured');
});

test('[MO1] a share has two decimals, and is never rounded up to a whole', () => {
  expect([1, 0.99999, 0.9995, 0.5, 0, null].map(sayShare)).toEqual([
    '100.00 %',
    '99.99 %',
    '99.95 %',
    '50.00 %',
    '0.00 %',
    'not measured',
  ]);
});

test('in words it says how many failed and which was the worst', () => {
  expect(sayBar(cellsOf([null, 1, 0.9, 0.99], 'days', noon), 'days')).toBe(
    'The last 4 days: 3 measured, 2 with failures, the worst 20 Nov: 90.00 % up',
  );
  expect(sayBar(cellsOf([1, 1], 'days', noon), 'days')).toBe(
    'The last 2 days: 2 measured, none with failures',
  );
  expect(sayBar(cellsOf([null], 'days', noon), 'days')).toBe('The last day: not measured yet');
});
