import { expect, test } from 'vitest';
import { readExperiment } from './read-experiment.ts';

test('[IN1] an experiment is what is tried, its time box, and what would refute the guess', () => {
  const now = Date.UTC(2026, 10, 21, 14, 30);
  expect(readExperiment({ text: ' 10m drain eu-2 ', refutes: ' same errors ' }, now)).toEqual({
    text: 'drain eu-2',
    refutes: 'same errors',
    due: now + 600_000,
  });
  expect(readExperiment({ text: 'drain eu-2', refutes: ' ' }, now)).toEqual({ text: 'drain eu-2' });
  expect(readExperiment({ text: '10m ', refutes: 'x' }, now)).toBeNull();
  expect(readExperiment({ text: '', refutes: '' }, now)).toBeNull();
});
