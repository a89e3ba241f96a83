// Browser checks in a real Chromium. Where a machine has none the tests say so and are skipped.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, describe, expect, test } from 'vitest';
import { findBrowser, withoutFeatures } from './browser-run/browser-launch.ts';
import { parseScript } from './browser-run/browser-script.ts';
import { browser } from './browser.ts';
import { contextOf } from './testing/context.ts';
import { keepsThePromise } from './testing/promise.ts';
import { makeKeys, web, webs } from './testing/targets.ts';

const hasBrowser = findBrowser(process.env) !== null;
const secret = 'canary-browser-7';

const form = `<!doctype html><title>Shop</title><h1>Sign in</h1>
  <label>User <input name="user"></label><label>Password <input id="pw" type="text"></label>
  <button>Sign in</button><p id="out"></p>
  <script>
    const [user, password] = document.querySelectorAll('input');
    const enter = () => setTimeout(() => {
      document.querySelector('h1').textContent = password.value === '${secret}' ? 'Welcome ' + user.value : 'No, ' + password.value;
    }, 50);
    document.querySelector('button').onclick = enter;
    password.onkeydown = (event) => { if (event.key === 'Enter') enter(); };
  </script>`;
const pages: Record<string, string> = {
  '/': form,
  '/busy': '<script>for (;;);</script>',
  '/metadata':
    '<h1>here</h1><img src="http://169.254.169.254/latest/"><script>fetch("http://169.254.169.254/x").then(() => { document.body.append("reached") }, () => { document.body.append("refused") })</script>',
  '/rtc': '<script>document.write(typeof RTCPeerConnection + " " + typeof WebTransport)</script>',
  '/noise':
    '<canvas width=1280 height=720></canvas><script>const c=document.querySelector("canvas").getContext("2d"),d=c.createImageData(1280,720);for(let i=0;i<d.data.length;i+=65536)crypto.getRandomValues(d.data.subarray(i,i+65536));for(let i=3;i<d.data.length;i+=4)d.data[i]=255;c.putImageData(d,0,0)</script>',
};
const shop = await web((request, response) => {
  const page = pages[request.url ?? ''];
  if (request.url === '/away') response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end();
  else if (request.url === '/hang')
    response.writeHead(200, { 'content-type': 'text/html' }).write('<h1>wait');
  else response.writeHead(page === undefined ? 503 : 200, { 'content-type': 'text/html' }).end(page);
});
const base = `http://${shop.host}:${shop.port}`;

const run = (script: string, more: object = {}, deadlineMs = 30_000) =>
  browser.run(
    browser.schema.parse({ script, secrets: `PASSWORD=${secret}`, stepSeconds: 1, ...more }),
    contextOf(AbortSignal.timeout(deadlineMs)),
  );

test('[CK11] a browser check turns off all that Playwright turns off, and no address bar takes a process of its own', () => {
  const playwright = createRequire(import.meta.url).resolve('playwright-core/lib/coreBundle');
  const list = /disabledFeatures = \[([\s\S]*?)\]\.filter/u.exec(readFileSync(playwright, 'utf8'))?.[1] ?? '';
  const theirs = [...list.matchAll(/^\s*"(\w+)",?$/gmu)].map(([, name = '']) => name);
  expect(theirs.length).toBeGreaterThan(10);
  const ours = withoutFeatures.replace('--disable-features=', '').split(',');
  expect(ours.toSorted()).toEqual(
    [...theirs, 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'WebUIOmniboxPopup'].toSorted(),
  );
});

/** Processes whose home was made for a browser check of this process. */
function browserProcesses(): string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return (
        /^\d+$/.test(name) &&
        readFileSync(`/proc/${name}/environ`, 'utf8').includes(`/muster-browser-${process.pid}-`)
      );
    } catch {
      // It ended while we looked, or is somebody else's.
      return false;
    }
  });
}

describe.skipIf(!hasBrowser)('with a Chromium installed', { timeout: 120_000 }, () => {
  afterEach(() => expect.poll(browserProcesses).toEqual([]));

  keepsThePromise('browser', async () => ({
    settings: ({ host, port }) => ({
      script: `open http://${host}:${port}/\nexpect "Sign in"`,
      stepSeconds: 2,
    }),
    up: shop,
    broken: {
      at: await web((_request, response) => response.writeHead(503).end('<h1>down</h1>')),
      reason: /^line 1 \(open http:.*\): 503 Service Unavailable$/,
    },
    refused: /^line 1 \(open .*\): connection refused$/,
    garbage: /^line 1 \(open .*\): the answer is not HTTP$/,
  }));

  test('[CK11] it opens, fills in, clicks, presses, waits and expects', async () => {
    const result = await run(`
      # as a customer does
      open ${base}/
      fill "User" "ana"
      fill "Password" "{{PASSWORD}}"
      click "Sign in"
      expect "welcome ana"
      expect-not "No, "
      fill "#pw" "wrong"
      press "Enter"
      wait "h1:has-text('No')"`);
    expect(result).toMatchObject({ status: 'up', reason: null });
  });

  test('[CK11] a failure names its line, and keeps the log and a picture', async () => {
    const result = await run(`open ${base}/\nfill "Password" "wrong"\nclick "Sign in"\nexpect "Welcome"`);
    expect(result).toMatchObject({
      status: 'down',
      reason: 'line 4 (expect "Welcome"): “Welcome” is not on the page after 1 s',
    });
    expect(result.evidence?.log).toEqual([
      expect.stringMatching(/^1\. open .*: \d+ ms$/),
      expect.stringMatching(/^2\. fill "Password" "wrong": \d+ ms$/),
      expect.stringMatching(/^3\. click "Sign in": \d+ ms$/),
      expect.stringMatching(/^4\. expect "Welcome": \d+ ms, failed: /),
    ]);
    const { screenshot } = result.evidence ?? {};
    expect(screenshot?.type).toBe('image/png');
    expect(screenshot?.bytes.subarray(1, 4).toString()).toBe('PNG');
  });

  test('[CK2] a picture shows no secret: it is the same whatever the secret is', async () => {
    const script = `open ${base}/\nfill "Password" "{{PASSWORD}}"\nclick "Sign in"\nexpect "No, "\nexpect "never"`;
    const pictureWith = async (word: string) => {
      const { reason, evidence } = await run(script, { secrets: `PASSWORD=${word}` });
      expect(reason).toContain('line 5');
      return evidence?.screenshot?.bytes.toString('base64');
    };
    const first = await pictureWith('canary-one');
    expect(first).toBeDefined();
    expect(await pictureWith('another-42')).toBe(first);
    // What is typed as it stands in the script is no secret.
    const open = await run(script.replace('{{PASSWORD}}', 'canary-one'), { secrets: '' });
    expect(open.evidence?.screenshot?.bytes.toString('base64')).not.toBe(first);
  });

  test('[CK11] a picture that would be large is made smaller', async () => {
    const { evidence } = await run(`open ${base}/noise\nexpect "never"`);
    expect(evidence?.screenshot?.bytes.length ?? 0).toBeLessThanOrEqual(512 * 1024);
  });

  test.each([
    ['click "Buy"', 'there is nothing to click called “Buy”'],
    ['fill "Street" "x"', 'there is no field called “Street”'],
    ['expect-not "Sign in"', '“Sign in” is on the page after 1 s'],
    ['wait "#never"', 'nothing fits “#never” after 1 s'],
    ['press "Nonsense"', 'Unknown key'],
    [`open ${base}/hang`, 'timed out after 1 s'],
  ])('[CK11] %s says what was wrong', async (line, reason) => {
    const result = await run(`open ${base}/\n${line}`);
    expect(result.status).toBe('down');
    expect(result.reason).toContain(reason);
  });

  test('[CK1] neither a redirect nor anything on a page reaches a metadata address', async () => {
    expect((await run(`open ${base}/away`)).reason).toContain('link-local or metadata address');
    expect(await run(`open ${base}/metadata\nexpect "refused"`)).toMatchObject({ status: 'up' });
    expect(await run(`open ${base}/rtc\nexpect "undefined undefined"`)).toMatchObject({ status: 'up' });
  });

  test('[CK11] TLS through the tunnel: a certificate nobody trusts is told, or taken', async () => {
    await using secure = await webs(await makeKeys(), (_request, response) => response.end('<h1>safe</h1>'));
    const script = `open https://${secure.host}:${secure.port}/\nexpect "safe"`;
    const patient = { stepSeconds: 5 };
    expect((await run(script, patient)).reason).toContain('certificate is self-signed or not trusted');
    expect(await run(script, { ...patient, ignoresTls: true })).toMatchObject({ status: 'up' });
  });

  test('[CK11] at the deadline every process is gone, also of a page that never rests', async () => {
    // The step alone would go on ten times as long.
    const result = await run(`open ${base}/busy`, { stepSeconds: 30 }, 3_000);
    expect(result).toMatchObject({ status: 'down', latencyMs: null });
    expect(result.reason).toMatch(/^timed out after 3 s$/);
    // afterEach waits for the processes.
  });

  test('[CK11] one browser at a time; who waits too long could not measure', async () => {
    const first = run(`open ${base}/hang`, { stepSeconds: 3 });
    const second = await run(`open ${base}/`, {}, 500);
    expect(second).toMatchObject({ status: 'unknown', reason: /busy/ as unknown as string });
    const third = run(`open ${base}/`);
    expect((await first).reason).toContain('timed out');
    expect(await third).toMatchObject({ status: 'up' });
  });
});

test('[CK11] without a browser it could not measure', async () => {
  const before = process.env['MUSTER_CHROMIUM'];
  process.env['MUSTER_CHROMIUM'] = '/nowhere/chromium';
  try {
    const result = await run(`open ${base}/`);
    expect(result.status).toBe('unknown');
    expect(result.reason).toMatch(/^no browser on this server/);
  } finally {
    if (before === undefined) delete process.env['MUSTER_CHROMIUM'];
    else process.env['MUSTER_CHROMIUM'] = before;
  }
});

test.each([
  ['# nothing', 'at least one line, such as open https://example.org/'],
  ['click "x"', 'line 1: the first line opens a page, such as open https://example.org/'],
  ['open ftp://x', 'line 1: expected an address starting with http:// or https://'],
  ['open http://me:word@x/', 'line 1: expected an address starting with http:// or https://'],
  [
    'open http://x/\n\nclik "x"',
    'line 3: “clik” is not one of open, click, fill, expect, expect-not, wait, press',
  ],
  ['open http://x/\nclick x', 'line 2: expected one text in quotes, such as click "Sign in"'],
  ['open http://x/\nclick "x', 'line 2: expected one text in quotes, such as click "Sign in"'],
  ['open http://x/\nfill "x"', 'line 2: expected two texts in quotes, such as fill "User" "ana"'],
  ['open http://x/\nexpect ""', 'line 2: expected one text in quotes, such as expect "Welcome"'],
  ['open http://x/\nfill "x" "{{NO}}"', 'line 2: the name of a secret; {{NO}} is not one'],
  [`open http://x/${'\nexpect "x"'.repeat(50)}`, 'at most 50 lines'],
])('[CK11] the script %j is refused: %s', (script, expected) => {
  const issue = browser.schema.safeParse({ script }).error?.issues[0];
  expect([issue?.path, issue?.message]).toEqual([['script'], expected]);
});

test('[CK11] quotes and backslashes are written as elsewhere', () => {
  const [, line] = parseScript(String.raw`open http://x/
    fill "a \"b\"" "c\\d"`);
  expect(line).toMatchObject({ line: 2, verb: 'fill', words: 'a "b"', value: String.raw`c\d` });
});
