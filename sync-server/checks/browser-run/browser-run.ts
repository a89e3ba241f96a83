// One run of a browser check: waits its turn, runs the script, and takes a picture of a failure.
import type { Browser, Page } from 'playwright-core';
import { actOut, type BrowserStage } from './browser-acts.ts';
import { findBrowser, launchBrowser, takeTurn } from './browser-launch.ts';
import { parseScript, type Line } from './browser-script.ts';
import { degraded, down, unknown, up, type CheckContext, type CheckResult } from '../check.ts';
import { openEgressProxy, type EgressProxy } from './egress-proxy.ts';
import type { Screenshot } from '../evidence.ts';
import { explainFailure } from '../explain.ts';
import { parseSecrets } from '../placeholders.ts';

type Settings = {
  script: string;
  secrets: string;
  slowAfterMs: number | null;
  stepSeconds: number;
  ignoresTls: boolean;
};

/** `unknown` when there is no browser, it does not start, or other checks kept it busy. */
export async function runBrowser(settings: Settings, context: CheckContext): Promise<CheckResult> {
  const { signal } = context;
  const startedAt = performance.now();
  if (signal.aborted) return down(explainFailure(null, signal, 0));
  const executablePath = findBrowser(process.env);
  if (executablePath === null)
    return unknown(
      'no browser on this server (Debian: apt install chromium, or MUSTER_CHROMIUM=/path/to/it)',
    );
  let release: () => void;
  try {
    release = await takeTurn(signal);
  } catch {
    // The wait rejects only when the time runs out.
    return unknown('the browser of this server was busy with other checks all the time');
  }
  const ended = Promise.withResolvers<CheckResult>();
  const end = () => ended.resolve(down(explainFailure(null, signal, performance.now() - startedAt)));
  signal.addEventListener('abort', end, { once: true });
  const log: string[] = [];
  // The next check waits until every process of this one has ended; the answer does not wait.
  const work = withBrowser({ executablePath, settings, context, log }).finally(release);
  try {
    const result = await Promise.race([work, ended.promise]);
    if (!signal.aborted) return result;
    work.catch(() => {});
    return { ...(await ended.promise), evidence: { at: context.now(), log: [...log] } };
  } finally {
    signal.removeEventListener('abort', end);
  }
}

type Running = { executablePath: string; settings: Settings; context: CheckContext; log: string[] };

async function withBrowser(running: Running): Promise<CheckResult> {
  const { executablePath, context } = running;
  const { signal } = context;
  const proxy = await openEgressProxy(context.egress);
  try {
    const launched = await launchBrowser({ executablePath, proxy: proxy.url });
    // The code that awaits it below handles a failure.
    const kill = () => launched.kill().catch(() => {});
    signal.addEventListener('abort', kill, { once: true });
    try {
      if (signal.aborted) return unknown('ended');
      return await play(launched.browser, proxy, running);
    } finally {
      signal.removeEventListener('abort', kill);
      await launched.kill();
    }
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return unknown(`the browser of this server does not start or broke: ${line.slice(0, 200)}`);
  } finally {
    await proxy.close();
  }
}

const viewport = { width: 1280, height: 720 };

async function play(browser: Browser, proxy: EgressProxy, running: Running): Promise<CheckResult> {
  const { settings, context, log } = running;
  const secrets = parseSecrets(settings.secrets) ?? new Map<string, string>();
  const session = await browser.newContext({
    viewport,
    ignoreHTTPSErrors: settings.ignoresTls,
    acceptDownloads: false,
    serviceWorkers: 'block',
  });
  // UDP bypasses the proxy.
  await session.addInitScript('delete globalThis.RTCPeerConnection; delete globalThis.WebTransport');
  await session.newPage();
  const stage: BrowserStage = {
    // When a click opens a new tab, the script goes on there.
    page: () => session.pages().at(-1) as Page,
    known: secrets,
    timeoutMs: settings.stepSeconds * 1000,
    failureOf: (url) => proxy.failureOf(url),
    filled: [],
  };
  const startedAt = performance.now();
  for (const line of parseScript(settings.script)) {
    const wrong = await playLine(line, { stage, log, signal: context.signal });
    if (wrong === null) continue;
    const screenshot = await takePicture(stage);
    const evidence = { at: context.now(), log, ...(screenshot && { screenshot }) };
    const hasAnswered = log.length > 1;
    const latencyMs = hasAnswered ? performance.now() - startedAt : null;
    return down(`line ${line.line} (${sayLine(line)}): ${wrong}`, latencyMs, { evidence });
  }
  const latencyMs = performance.now() - startedAt;
  const isSlow = settings.slowAfterMs !== null && latencyMs > settings.slowAfterMs;
  if (!isSlow) return up(latencyMs);
  return degraded(`slow: ${Math.round(latencyMs)} ms`, latencyMs, { evidence: { at: context.now(), log } });
}

const sayLine = ({ text }: Line) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

type Playing = { stage: BrowserStage; log: string[]; signal: AbortSignal };

async function playLine(line: Line, { stage, log, signal }: Playing): Promise<string | null> {
  const startedAt = performance.now();
  const tookMs = () => Math.round(performance.now() - startedAt);
  const wrong = await actOut(line, stage).catch((error: unknown) =>
    error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
  );
  if (signal.aborted) log.push(`${line.line}. ${line.text}: ended after ${tookMs()} ms`);
  else log.push(`${line.line}. ${line.text}: ${tookMs()} ms${wrong === null ? '' : `, failed: ${wrong}`}`);
  return wrong;
}

const mostBytes = 512 * 1024;

/** CK2: covers inputs filled from a secret and texts that contain one. Null when no picture is possible. */
async function takePicture({ page, filled, known }: BrowserStage): Promise<Screenshot | null> {
  const words = [...known.values()].map((secret) => page().getByText(secret));
  const mask = [...filled, ...words];
  try {
    const png = await page().screenshot({
      mask,
      maskColor: '#444',
      timeout: 5_000,
      scale: 'css',
      animations: 'disabled',
      type: 'png',
    });
    if (png.length <= mostBytes) return { type: 'image/png', bytes: png };
    const jpeg = await page().screenshot({
      mask,
      maskColor: '#444',
      timeout: 5_000,
      scale: 'css',
      animations: 'disabled',
      type: 'jpeg',
      quality: 50,
    });
    return jpeg.length <= mostBytes ? { type: 'image/jpeg', bytes: jpeg } : null;
  } catch {
    // A hanging page or an ended browser gives no picture. The failure's reason is enough.
    return null;
  }
}
