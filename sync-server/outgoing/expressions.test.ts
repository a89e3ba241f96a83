import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { evaluate, evaluateJson, ExactNumber, findMatch, NoJson, wrongInExpression } from './expressions.ts';

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

test('[CK5] one that never ends is ended, the server goes on meanwhile, and the next has a process again', async () => {
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

const double = 'function($a, $b) { $a & $a }';
const growing = 'function($a, $b) { [$a, $a] }';

test.each([
  '$pad("x", 1e9)',
  '$length($pad("x", 500000000))',
  '$count($split($pad("x,", 50000000, "x,"), ","))',
  '$split($pad("x", 100000000), "")',
  `$length($reduce([1..28], ${double}, "xy"))`,
  `$split($reduce([1..27], ${double}, "x"), "")`,
  `$string($reduce([1..40], ${growing}, "xxxxxxxxxxxxxxxx"))`,
  '$replace($pad("a", 10000000, "a"), "a", $pad("b", 100000))',
  '$join([1..99999].$pad("x", 100000))',
  '$encodeUrlComponent($pad("%", 100000000, "%"))',
  '$map([1..99999], function($n) { $pad("x", 100000) })',
])('[CK5] %s ends at most its own process, and the next expression is answered', async (bomb) => {
  await expect(evaluate(bomb, {})).rejects.toThrow(/^the query /);
  expect(await evaluate('1 + 1', {})).toBe(2);
});

test('[CK5] a query finds at most 4 MiB, and cannot reach the machine', async () => {
  await expect(evaluate('[t, t]', { t: 'x'.repeat(3_000_000) })).rejects.toThrow(
    'the query finds more than 4 MiB',
  );
  for (const reach of ['$eval("process")', 'constructor.constructor("return process")()', '__proto__'])
    expect(await evaluate(reach, {}).catch(() => undefined), reach).toBeFalsy();
});

const orders =
  '{"id": 9007199254740993, "price": 1.10, "orders": [{"id": 9007199254740992, "of": "Bo"}, {"id": 9007199254740993, "of": "Al"}]}';

test.each([
  ['id', '9007199254740993'],
  ['orders.id', '[9007199254740992,9007199254740993]'],
  ['$string(id)', '9007199254740993'],
  ['"/orders/" & id', '"/orders/9007199254740993"'],
  ['orders[id = 9007199254740993].of', '"Al"'],
  ['orders[id = $$.id].of', '"Al"'],
  ['{"id": id}', '{"id":9007199254740993}'],
  // Arithmetic is that of doubles.
  ['id > 5', 'true'],
  ['price * 2', '2.2'],
])('[CK13] numbers that no double holds keep their digits: %s', async (query, found) => {
  expect(JSON.stringify(await evaluateJson(query, orders))).toBe(found);
});

test.each([
  '12345678901234567890',
  '-9007199254740993',
  '0.1234567890123456789',
  '1e400',
  '123456789012345678.5',
])('[CK13] %s is found as it is written', async (digits) => {
  expect(await evaluateJson('n', `{"n": ${digits}}`)).toEqual(new ExactNumber(digits));
});

test.each(['1', '-0.5', '1e3', '9007199254740992', '0.1', '100000000000000000000'])(
  '[CK13] %s is a number like any other',
  async (digits) => {
    expect(await evaluateJson('n', `{"n": ${digits}}`)).toBe(Number(digits));
  },
);

test('[CK12] a text that is not JSON is told apart from a query that fails', async () => {
  await expect(evaluateJson('a', '<html>')).rejects.toThrow(NoJson);
  await expect(evaluateJson('a', '[1,')).rejects.toThrow(NoJson);
  await expect(evaluateJson('$number("x")', '{}')).rejects.toThrow('the query failed: ');
});
