// A room of 10,000 facts and 50 people on two real desktops of a team: how fast it opens, how it scrolls, how much
// memory it takes, and how long a key takes from one screen to the other (through three servers).
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, type Page } from '@playwright/test';
import * as Y from 'yjs';
import { WebSocket } from 'ws';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { roomName } from '#wire/document-name.ts';
import { awarenessFrame, step1Frame } from '#wire/frames.ts';
import type { Desktop } from '../helpers/desktop.ts';
import { entry, line, panel, row } from '../helpers/room-page.ts';
import { build, hire, type Actor, type StageServer } from '../helpers/stage.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';
import { joinDesktop } from '../helpers/team.ts';
import { toFigures, type Figure } from './figure.ts';

const facts = 10_000;
const people = 50;
const title = 'Ten thousand facts';
const keys = 120;
const sentences = 60;
const scrollMs = 5_000;
const barTurns = 20;

export async function bench(): Promise<Figure[]> {
  await using server = await startServer();
  const stage = { url: server.url, token: server.ownerToken };
  const actors = await hire(
    stage,
    Array.from({ length: people - 2 }, (_, index) => `Person ${index + 1}`),
  );
  const room = await build(stage, Date.now(), 'INC-1', (script) => fill(script.says, actors));
  // These are read ahead (SY18), so that the room is cold.
  const urgent = await Promise.all([declare(server), declare(server)]);
  await using ana = await joinDesktop(server, { name: 'Ana Reyes' });
  await using bo = await joinDesktop(server, { name: 'Bo Lindqvist' });
  const leave = await Promise.all(actors.map((person) => sit(stage, room, person)));
  const opens = [await open(ana), await open(bo)];
  await expect(
    bo.page.getByText(`${people} people here`).or(bo.page.getByText('Live')).first(),
  ).toBeVisible();
  const frames = await scroll(bo.page);
  const delays = await type(ana.page, bo.page);
  const factDelays = await say(ana.page, bo.page);
  const memory = await weigh(bo);
  const calls = await callBar(ana);
  const openAhead = await openReadAhead(bo, room, () =>
    Promise.all(urgent.map((id) => closeIncident(server, id))),
  );
  for (const end of leave) end();
  return [
    {
      name: 'screen: open a room of 10,000 facts that was read ahead',
      value: openAhead,
      unit: 'ms',
      limit: 350,
    },
    {
      name: 'screen: open a room of 10,000 facts cold, slower of two',
      value: Math.max(...opens),
      unit: 'ms',
      limit: 500,
    },
    {
      name: 'screen: from starting a desktop to content in its window, slower of two',
      value: Math.max(ana.readyMs, bo.readyMs),
      unit: 'ms',
      limit: 15_000,
    },
    ...toFigures('screen: frame while scrolling 10,000 entries', frames).map((figure) =>
      figure.name.endsWith('median') ? { ...figure, limit: 17 } : figure,
    ),
    ...toFigures(`screen: key to the other desktop's screen, ${people} people`, delays),
    ...toFigures(`screen: entry to the other desktop's screen, ${people} people`, factDelays, 50),
    ...toFigures('screen: scribe bar, from its keys to its field with the focus', calls).map((figure) =>
      figure.name.endsWith('p99') ? { ...figure, limit: 250 } : figure,
    ),
    ...memory,
  ];
}

async function declare(server: RunningServer): Promise<string> {
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'More urgent', severity: 'P1' },
  });
  return body.id;
}

const closeIncident = (server: RunningServer, id: string) =>
  server.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'status', status: 'closed' } });

type Says = Parameters<Parameters<typeof build>[3]>[0]['says'];

function fill(says: Says, actors: readonly Actor[]) {
  const by = (index: number) => actors[index % actors.length]!.id;
  says(600, by(0), { kind: 'declared', title, severity: 'P3', source: { type: 'person' } });
  for (const { id, name } of actors) says(599, id, { kind: 'joined', name });
  for (let index = actors.length + 1; index < facts; index++) {
    const minutesAgo = 598 * (1 - index / facts);
    const text = `Error rate at ${index % 40} % on eu-${index % 3}; ${index % 7 === 0 ? 'the pool of connections is full again and the queue of refunds grows' : 'looking'}.`;
    if (index % 50 === 0) says(minutesAgo, by(index), { kind: 'action', text: `Restarted worker ${index}` });
    else if (index % 17 === 0) says(minutesAgo, by(index), { kind: 'observation', text });
    else says(minutesAgo, by(index), { kind: 'note', text });
  }
}

/**
 * Somebody who has the room open on a computer of their own. Their window does its work there, so here they only
 * receive.
 */
async function sit(stage: StageServer, room: string, person: Actor): Promise<() => void> {
  const url = `${stage.url.replace(/^http/, 'ws')}/sync/${roomName(room)}`;
  const socket = new WebSocket(url, ['muster', `bearer.${person.token}`], { perMessageDeflate: false });
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send(step1Frame(new Uint8Array([0])));
  const awareness = new Awareness(new Y.Doc());
  awareness.setLocalState({ person: person.id, name: person.name, panel: 'timeline', typing: false });
  const show = () => socket.send(awarenessFrame(encodeAwarenessUpdate(awareness, [awareness.clientID])));
  show();
  awareness.on('update', show);
  return () => {
    awareness.destroy();
    socket.terminate();
  };
}

/** From the click to the frame that shows the newest entry, in ms. */
async function open({ page }: Desktop): Promise<number> {
  // The room is already on this desktop's own server; only the window is cold.
  const link = row(page, title);
  await expect(link).toBeVisible({ timeout: 60_000 });
  return link.evaluate(
    (element) =>
      new Promise<number>((resolve) => {
        const begun = performance.now();
        const look = () => {
          const drawn = document.querySelectorAll('[role="feed"] [role="article"], [role="feed"] article');
          if (drawn.length < 5) return requestAnimationFrame(look);
          return requestAnimationFrame(() => resolve(performance.now() - begun));
        };
        (element as HTMLElement).click();
        requestAnimationFrame(look);
      }),
  );
}

/** As `open`, after the window read the room in the lobby and left it. */
async function openReadAhead(desktop: Desktop, room: string, makeUrgent: () => Promise<unknown>) {
  const { page } = desktop;
  await page.evaluate(() => (location.hash = '#/'));
  const reading = page.waitForEvent('websocket', (socket) => socket.url().includes(room));
  await makeUrgent();
  const socket = await reading;
  if (!socket.isClosed()) await socket.waitForEvent('close');
  return open(desktop);
}

/** The duration of each frame in ms while the wheel scrolls up. */
async function scroll(page: Page): Promise<number[]> {
  const feed = page.getByRole('feed', { name: 'Entries' });
  await feed.hover();
  const measured = feed.evaluate(
    (_list, forMs) =>
      new Promise<number[]>((resolve) => {
        const frames: number[] = [];
        let last = performance.now();
        const end = last + forMs;
        const tick = (now: number) => {
          frames.push(now - last);
          last = now;
          if (now < end) requestAnimationFrame(tick);
          else resolve(frames.slice(2));
        };
        requestAnimationFrame(tick);
      }),
    scrollMs,
  );
  const until = performance.now() + scrollMs;
  for (let turn = 0; performance.now() < until; turn++)
    await page.mouse.wheel(0, turn % 40 < 20 ? -240 : 180);
  return measured;
}

const editor = (page: Page) => panel(page, 'Summary').getByRole('textbox');

const read = (page: Page, name: 'pressed' | 'shown') =>
  page.evaluate((of) => (globalThis as unknown as Record<string, number[]>)[of] ?? [], name);

/** From the key press on one desktop to the frame on the other that shows it, in ms. */
async function type(from: Page, to: Page): Promise<number[]> {
  await editor(from).click();
  await from.keyboard.type('ready');
  await expect(editor(to)).toContainText('ready');
  // Both must listen before the first key.
  await from.evaluate(() => {
    const pressed: number[] = [];
    Object.assign(globalThis, { pressed });
    const note = ({ timeStamp }: KeyboardEvent) => pressed.push(performance.timeOrigin + timeStamp);
    document.addEventListener('keydown', note, { capture: true });
  });
  // A key is visible with the frame after the one in which its letter entered the page.
  await panel(to, 'Summary').evaluate((region) => {
    const shown: number[] = [];
    Object.assign(globalThis, { shown });
    let known = 0;
    const look = (now: number) => {
      for (; shown.length < known;) shown.push(performance.timeOrigin + now);
      known = (region.textContent.match(/q/g) ?? []).length;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  for (let index = 0; index < keys; index++) await from.keyboard.press('q', { delay: 10 });
  await expect.poll(async () => (await read(to, 'shown')).length, { timeout: 30_000 }).toBe(keys);
  const [down, up] = await Promise.all([read(from, 'pressed'), read(to, 'shown')]);
  return down.map((at, index) => (up[index] ?? Number.NaN) - at);
}

/** From Enter on one desktop to the frame on the other that shows the entry, in ms. After `type`, which notes presses. */
async function say(from: Page, to: Page): Promise<number[]> {
  const delays: number[] = [];
  await line(from).click();
  for (let index = 0; index < sentences; index++) {
    const words = `The queue shrinks, look ${index}`;
    await line(from).fill(words);
    const shown = to.evaluate(
      (text) =>
        new Promise<number>((resolve) => {
          let isThere = false;
          // An entry is visible with the frame after the one in which it entered the page.
          const look = (now: number) => {
            if (isThere) return resolve(performance.timeOrigin + now);
            isThere = [...document.querySelectorAll('[role="feed"]')].some((feed) =>
              feed.textContent.includes(text),
            );
            requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }),
      words,
    );
    await from.keyboard.press('Enter');
    const at = await shown;
    delays.push(at - ((await read(from, 'pressed')).at(-1) ?? Number.NaN));
    await expect(entry(from, words)).toBeVisible();
  }
  return delays;
}

/** From the keys to the drawn bar, in ms. A program started for it presses the keys through the X server. */
async function callBar({ app }: Desktop): Promise<number[]> {
  const bar = app.windows().find((each) => each.url().endsWith('scribe.html'));
  if (!bar) throw new Error('this desktop has no scribe bar');
  const times: number[] = [];
  for (let turn = 0; turn < barTurns; turn++) {
    const shown = bar.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const look = () => {
            const isReady = document.hasFocus() && document.activeElement instanceof HTMLInputElement;
            requestAnimationFrame(isReady ? () => resolve(Date.now()) : look);
          };
          look();
        }),
    );
    const pressed = Date.now();
    execFileSync('xdotool', ['key', 'ctrl+shift+F9']);
    times.push((await shown) - pressed);
    await bar.keyboard.press('Escape');
    await expect
      .poll(() =>
        app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().some(
            (each) => each.isFocused() && each.webContents.getURL().endsWith('scribe.html'),
          ),
        ),
      )
      .toBe(false);
  }
  return times;
}

async function weigh({ app, page }: Desktop): Promise<Figure[]> {
  const heap = await page.evaluate(
    () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
  );
  const kilobytes = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ type, memory }) => ({ type, kb: memory.workingSetSize })),
  );
  const sum = (type: string) =>
    kilobytes.filter((each) => each.type === type).reduce((total, { kb }) => total + kb, 0) / 1024;
  return [
    { name: 'screen: JavaScript heap of the window', value: heap / 2 ** 20, unit: 'MiB' },
    { name: 'screen: memory of the window', value: sum('Tab'), unit: 'MiB' },
    { name: "screen: memory of the desktop's own server", value: sum('Utility'), unit: 'MiB' },
  ];
}
