import { expect, test } from 'vitest';
import { suggestName } from './suggested-name.ts';

test('[FM3] the first run suggests the name of the account, and nothing for an account that is no person', () => {
  expect(['ana', ' Bo Lind ', 'rooth'].map(suggestName)).toEqual(['ana', 'Bo Lind', 'rooth']);
  expect(['root', 'Admin', 'Administrator', 'user', 'ubuntu', '1000', ''].map(suggestName)).toEqual(
    Array(7).fill(''),
  );
});
