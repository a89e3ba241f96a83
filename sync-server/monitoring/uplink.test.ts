// CH9 and CK1: whether this server is cut off, with real name servers and real sockets.
import { Resolver } from 'node:dns/promises';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { nameServer } from '../checks/testing/name-server.ts';
import { target } from '../checks/testing/targets.ts';
import { makeEgress } from '../outgoing/egress.ts';
import { openTemporaryDatabase } from '../replica/testing/database.ts';
import { reachAny, reachNames } from './reachability.ts';
import { openUplink } from './uplink.ts';

const egress = makeEgress({ allowsLinkLocal: false });
const silent = { info() {}, warn() {}, error() {}, debug() {} };

/** A resolver that asks this name server, and waits a moment. */
const asking = (at: { host: string; port: number }) => () => {
  const resolver = new Resolver({ timeout: 300, tries: 1 });
  resolver.setServers([`${at.host}:${at.port}`]);
  return resolver;
};

test('[CH9] a name server that answers, whatever it says, is there; a silent or absent one is not', async () => {
  await using well = await nameServer(({ name }) => [{ type: 'NS', name, data: 'a.root.example' }]);
  await using unknowing = await nameServer(() => null);
  await using mute = await nameServer(() => 'silence');
  const gone = await nameServer(() => null);
  await gone[Symbol.asyncDispose]();
  expect(await reachNames(asking(well))).toBe(true);
  expect(await reachNames(asking(unknowing))).toBe(true);
  expect(await reachNames(asking(mute))).toBe(false);
  expect(await reachNames(asking(gone))).toBe(false);
});

test('[CH9] name servers that are away are one finding; it explains names that were not resolved and nothing else', async () => {
  let isSilent = true;
  await using server = await nameServer(() => (isSilent ? 'silence' : null));
  const uplink = openUplink({
    database: openTemporaryDatabase(),
    given: [],
    egress,
    log: silent,
    askNames: () => reachNames(asking(server)),
  });
  const told: (number | null)[] = [];
  const back = new Promise<void>((resolve) => {
    uplink.onChange((since) => {
      told.push(since);
      if (since === null) resolve();
    });
  });
  expect(await uplink.isNameless(() => 'no', 5)).toBe(false);
  // Others are still to be heard: nothing is declared yet, and nothing is found either.
  expect([await uplink.isNameless(() => 'maybe', 5), uplink.blindSince()]).toEqual([true, null]);
  const all = await Promise.all([1, 2, 3].map(() => uplink.isNameless(() => 'yes', 5)));
  expect(all).toEqual([true, true, true]);
  expect([uplink.blindSince(), told]).toEqual([5, [5]]);
  expect(uplink.explains({ isUnresolved: true })).toBe(true);
  expect(uplink.explains({ isUnresolved: false })).toBe(false);
  isSilent = false;
  await back;
  expect([uplink.blindSince(), told]).toEqual([null, [5, null]]);
  expect(await uplink.isNameless(() => 'yes', 9)).toBe(false);
  uplink.close();
});

test('[CK1] an uplink is asked under the guard', async () => {
  let connections = 0;
  await using server = await target(
    createServer((socket) => {
      connections += 1;
      socket.end();
    }),
  );
  expect(await reachAny([`127.0.0.1:${server.port}`], egress)).toBe(true);
  expect(connections).toBe(1);
  const named = makeEgress({
    allowsLinkLocal: false,
    lookup: (_name, _options, callback) => callback(null, [{ address: '169.254.169.254', family: 4 }]),
  });
  expect(await reachAny(['uplink.example:80'], named)).toBe(false);
  const uplink = openUplink({ database: openTemporaryDatabase(), given: [], egress, log: silent });
  for (const hidden of ['169.254.169.254:80', '[fd20:ce::254]:80', '[64:ff9b::a9fe:a9fe]:80'])
    expect(() => uplink.setTargets([hidden])).toThrow('link-local or metadata address');
  uplink.setTargets([`127.0.0.1:${server.port}`]);
  expect(uplink.targets()).toEqual([`127.0.0.1:${server.port}`]);
  uplink.close();
});
