import { expect, test } from 'vitest';
import { draftOf, toBody } from './service-draft.ts';

test('[SV1] a service goes through its form and comes out as it was', () => {
  const service = {
    name: 'Checkout',
    owner: 'Shop team',
    tier: 1,
    dependsOn: ['a', 'b'],
    aliases: ['pay'],
    runbook: 'https://wiki.example/checkout',
    links: [{ url: 'https://grafana.example/d/1', label: 'All orders' }, { url: 'https://logs.example' }],
    description: 'Takes orders',
  };
  expect(toBody(draftOf(service, ''))).toEqual(service);
});

test('[SV1] empty fields are not sent, and a tier may be a word', () => {
  expect(toBody({ ...draftOf(null, ' Edge '), tier: 'gold', links: '\n  \n' })).toEqual({
    name: 'Edge',
    tier: 'gold',
    dependsOn: [],
    aliases: [],
    links: [],
  });
});
