import { expect, test } from 'vitest';
import { dependantsOf, findService, unrecorded, type Service } from './services.ts';

const service = (id: string, name: string, more: Partial<Service> = {}): Service => ({
  id,
  name,
  owner: null,
  tier: null,
  dependsOn: [],
  links: [],
  aliases: [],
  runbook: null,
  description: null,
  ...more,
});

test('[SV2] a name means a service without case, by its own name before an alias', () => {
  const all = [service('a', 'Checkout', { aliases: ['Pay'] }), service('b', 'pay')];
  expect(findService(all, ' checkout ')?.id).toBe('a');
  expect(findService(all, 'PAY')?.id).toBe('b');
  expect(findService(all, 'search')).toBeNull();
  expect(findService(all, null)).toBeNull();
});

test('[SV2] names in use that no record means are offered once', () => {
  const all = [service('a', 'Checkout', { aliases: ['shop'] })];
  expect(unrecorded(all, ['Search', 'SHOP', null, ' ', 'search', 'checkout', 'edge'])).toEqual([
    'edge',
    'Search',
  ]);
});

test('[SV3] what depends on a service is found through others, and circles end', () => {
  const all = [
    service('db', 'db', { dependsOn: ['web'] }),
    service('api', 'api', { dependsOn: ['db'] }),
    service('web', 'web', { dependsOn: ['api'] }),
    service('mail', 'mail'),
  ];
  expect(dependantsOf(all, 'db').map(({ id }) => id)).toEqual(['api', 'web']);
  expect(dependantsOf(all, 'mail')).toEqual([]);
});
