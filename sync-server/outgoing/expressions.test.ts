import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { evaluate, findMatch, wrongInExpression } from './expressions.ts';

const endless = '($f := function($n) { $f($n + 1) }; $f(0))';

test('[CK5] an expression finds what it names, knows bindings, and says what is wrong with it', async () => {
  expect(await evaluate('a.b[c = 2].d', { a: { b: [{ c: 1 }, { c: 2, d: 'x' }] } })).toBe('x');
  expect(await evaluate('$before + n', { n: 2 }, { before: 1 })).toBe(3);
  expect(await evaluate('nothing', {})).toBeUndefined();
  expect(await findMatch(/id=(\w+)/u, 'the id=42 one')).toBe('42');
  await expect(evaluate('$number("x")', {})).rejects.toThrow('the query failed: ');
  expect(wrongInExpression('a.b')).toBeNull();
  expect(wrongInExpression('a.[')).toContain('Expected');
});

test('[CK5] one that never ends is ended, the server goes on meanwhile, and the next has a thread again', async () => {
  const server = createServer((_request, response) => response.end('here')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const happened: string[] = [];
  const runaway = evaluate(endless, {}).catch((error: Error) => happened.push(error.message));
  const behind = evaluate('1 + 1', {}).then((two) => happened.push(`found ${String(two)}`));
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  happened.push(await answer.text());
  await Promise.all([runaway, behind]);
  expect(happened).toEqual(['here', 'the query took longer than a second', 'found 2']);
  await expect(findMatch(/^(a+)+$/u, `${'a'.repeat(40)}!`)).rejects.toThrow('longer than a second');
  server.close();
});

test('[CK5] one that was ended before holds up no other when it is asked again', async () => {
  await expect(evaluate(`${endless} + 1`, {})).rejects.toThrow('longer than a second');
  const happened: string[] = [];
  const again = evaluate(`${endless} + 1`, {}).catch((error: Error) => happened.push(error.message));
  const others = [1, 2, 3].map(async (n) => happened.push(`found ${String(await evaluate('n', { n }))}`));
  await Promise.all([again, ...others]);
  expect(happened).toEqual(['found 1', 'found 2', 'found 3', 'the query took longer than a second']);
});

test('[CK5] neither the memory nor the machine is within reach', async () => {
  const hungry = '$reduce([1..17], function($a) { $append($a, $a) }, ["xxxxxxxxxxxxxxxx"])';
  await expect(evaluate(`$count(${hungry} ~> $map(function($x) { ${hungry} }))`, {})).rejects.toThrow();
  for (const reach of ['$eval("process")', 'constructor.constructor("return process")()', '__proto__'])
    expect(await evaluate(reach, {}).catch(() => undefined), reach).toBeFalsy();
});
