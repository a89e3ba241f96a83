import { expect, test } from 'vitest';
import { findDeepLink, readDeepLink } from './deep-links.ts';

const incident = '01JD3W8Z5QK7N4M2R6T9V1XB3C';

test('[DE8] a room link leads to its room, an invitation to joining', () => {
  expect(readDeepLink(`muster://room/${incident}`)).toEqual({ screen: 'room', incident });
  const link = 'muster://join?server=https%3A%2F%2Fmuster.example.com#code';
  expect(readDeepLink(link)).toEqual({ screen: 'join', link });
});

test.each([
  `muster://room/${incident}/`,
  `muster://room//${incident}`,
  `muster:///room/${incident}`,
  `muster:room/${incident}`,
  `MUSTER://ROOM/${incident}`,
  `muster://Room/${incident.toLowerCase()}/`,
  `muster://room/%30${incident.slice(1)}`,
  `muster://r%6Fom/${incident}`,
  ` muster://room/${incident}?from=mail#top\n`,
])('[DE8] %s is the same room', (text) => {
  expect(readDeepLink(text)).toEqual({ screen: 'room', incident });
});

test('[DE8] an invitation and a line of a room are found in any spelling', () => {
  const link = 'muster://join?server=https%3A%2F%2Fmuster.example.com#Code';
  for (const text of [link.replace('muster://join', 'MUSTER:///Join/'), link.replace('://', ':')])
    expect(readDeepLink(text)).toEqual({ screen: 'join', link });
  expect(readDeepLink(`muster://room/${incident}/${incident.toLowerCase()}/`)).toEqual({
    screen: 'room',
    incident,
    entry: incident,
  });
});

test.each([
  'muster://room/%',
  'muster://room/%2e%2e/etc',
  `muster://room/${incident}/x`,
  `muster://room/${incident}/${incident}/${incident}`,
  'muster://join/extra?server=https://a.example#c',
  'muster://room/',
  'muster://room/../../etc',
  'muster://room/<script>',
  'muster://settings',
  `https://room/${incident}`,
  'room',
  '',
])('[DE8] %s leads nowhere', (text) => {
  expect(readDeepLink(text)).toBeNull();
});

test('[DE8] the link is found among the arguments of a command line', () => {
  const args = ['/usr/bin/muster', '--user-data-dir=/tmp/x', '/opt/app', `muster://room/${incident}`];
  expect(findDeepLink(args)).toEqual({ screen: 'room', incident });
  expect(findDeepLink(args.slice(0, 3))).toBeNull();
});
