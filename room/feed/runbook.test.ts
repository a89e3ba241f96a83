import { expect, test } from 'vitest';
import { runbooksFor } from './runbook.ts';
import type { Service } from '../team/services.ts';

const wiki = (name: string) => `https://wiki.example/${name}`;
const checkout: Service = {
  id: 's1',
  name: 'Checkout',
  owner: null,
  tier: null,
  dependsOn: [],
  links: [],
  aliases: ['shop-checkout'],
  runbook: wiki('checkout'),
  description: null,
};
const known = {
  services: [checkout],
  monitors: [
    { id: 'm1', name: 'api' },
    { id: 'm2', name: 'orders-db', runbook: wiki('database') },
    { id: 'm3', name: 'mail', runbook: wiki('checkout') },
  ],
};

test('[SV5] the nearest runbook comes first: of what is down, of what failed, of the service, of the alert', () => {
  const failed = [{ id: 'm2', name: 'orders-db' }];
  const all = { service: ' SHOP-CHECKOUT', monitorsDown: [], failed, runbook: wiki('alert') };
  expect(runbooksFor(all, known)).toEqual([
    { url: wiki('database'), of: 'orders-db' },
    { url: wiki('checkout'), of: 'Checkout' },
    { url: wiki('alert'), of: null },
  ]);
  // One address is listed once, with the nearest name.
  expect(runbooksFor({ service: 'Checkout', monitorsDown: ['m1', 'm3'] }, known)).toEqual([
    { url: wiki('checkout'), of: 'mail' },
  ]);
  expect(runbooksFor({ service: 'Elsewhere', monitorsDown: ['m1'] }, known)).toEqual([]);
});
