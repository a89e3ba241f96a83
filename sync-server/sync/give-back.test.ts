import { expect, test } from 'vitest';
import { makeGiveBack } from './give-back.ts';

test('[SY11] memory is given back once, when most of many rooms were left and nobody waits for the server', () => {
  let given = 0;
  const look = makeGiveBack(() => (given += 1));
  look({ documents: 200, updates: 0 });
  look({ documents: 150, updates: 10 });
  expect(given).toBe(0);
  // Left, while the others type.
  look({ documents: 32, updates: 5_000 });
  expect(given).toBe(0);
  look({ documents: 32, updates: 5_050 });
  expect(given).toBe(1);
  look({ documents: 32, updates: 5_050 });
  look({ documents: 20, updates: 5_050 });
  expect(given).toBe(1);
  look({ documents: 0, updates: 5_050 });
  expect(given).toBe(2);
  // A handful is not worth it.
  look({ documents: 19, updates: 5_050 });
  look({ documents: 0, updates: 5_050 });
  expect(given).toBe(2);
});
