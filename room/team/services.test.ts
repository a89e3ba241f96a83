import { expect, test } from 'vitest';
import {
  dependantsOf,
  findService,
  isSameService,
  serviceMatcher,
  serviceNamer,
  unrecorded,
  type Service,
} from './services.ts';

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

test('[SV2] every name of a service leads to one; unrecorded names are compared without case', () => {
  const all = [service('a', 'Checkout', { aliases: ['Pay', 'shop'] }), service('b', 'pay')];
  const nameOf = serviceNamer(all);
  expect([' SHOP ', 'checkout', 'Pay', 'Search', null].map(nameOf)).toEqual([
    'Checkout',
    'Checkout',
    'pay',
    'Search',
    null,
  ]);
  const isSame = serviceMatcher(all);
  expect([isSame('shop', 'CHECKOUT'), isSame('SEARCH', 'search')]).toEqual([true, true]);
  // Its own name goes before the alias of another one; no name is no service.
  expect([isSame('pay', 'shop'), isSame(null, null), isSame('shop', null)]).toEqual([false, false, false]);
});

test('[SV2] [TX1] a name that was kept with invisible signs or double spaces means the clean one', () => {
  expect(isSameService('Card  payments', 'card payments')).toBe(true);
  expect(isSameService('card\u00A0payments', 'card payments')).toBe(true);
  expect(isSameService('card\u200Bpayments', 'cardpayments')).toBe(true);
  expect(isSameService('card payments', 'cardpayments')).toBe(false);
});

test('[SV2] names in use that no record means are offered once', () => {
  const all = [service('a', 'Checkout', { aliases: ['shop'] })];
  expect(unrecorded(all, ['Search', 'SHOP', null, ' ', 'search', 'checkout', 'edge'])).toEqual([
    'edge',
    'Search',
  ]);
});

test('[SV3] dependants of a service are found through others, and circles end', () => {
  const all = [
    service('db', 'db', { dependsOn: ['web'] }),
    service('api', 'api', { dependsOn: ['db'] }),
    service('web', 'web', { dependsOn: ['api'] }),
    service('mail', 'mail'),
  ];
  expect(dependantsOf(all, 'db').map(({ id }) => id)).toEqual(['api', 'web']);
  expect(dependantsOf(all, 'mail')).toEqual([]);
});
