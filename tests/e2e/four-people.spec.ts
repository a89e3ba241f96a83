// An incident of four people from its first failed check to its review: three desktops and a guest in a browser, one
// desktop cut off in the middle. Each act is looked for on the screens of the others. With MUSTER_SHOTS
// each chapter leaves a picture of every screen (`npm run shots -- story`).
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, expect, test, type Page } from '@playwright/test';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { openWire } from '#sync-server/replica/testing/wire.ts';
import { browserOptions } from '#tests/helpers/browser.ts';
import { startDesktopBus } from '#tests/helpers/desktop-bus.ts';
import { launchDesktop } from '#tests/helpers/desktop.ts';
import { startDyingService } from '#tests/helpers/dying-service.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { invite, joinDesktop, resize } from '#tests/helpers/team.ts';
import type { Cast } from './four-people/cast.ts';
import { tellCustomers, meetOnALaptop, keepUp, writeUp } from './four-people/telling.ts';
import {
  begin,
  takeCommand,
  tell,
  investigate,
  workPlaybook,
  goOnAlone,
  repair,
} from './four-people/working.ts';

const env = { MUSTER_HUB_HOST: '127.0.0.1' };

test('[FA4] four people run an incident, from its first failed check to its review', async () => {
  test.setTimeout(900_000);
  await using server = await startServer({ ownerName: 'Owner' });
  await using service = await startDyingService();
  await using mailbox = await openMailbox();
  await using bosWire = await openWire(() => server.url);
  await using bosBus = await startDesktopBus();
  await using anas = await joinDesktop(server, { name: 'Ana Reyes', role: 'owner', env });
  await using bos = await launchDesktop({ bus: bosBus });
  await resize(bos, { width: 1440, height: 900 });
  await bos.joinTeam((await invite(server)).replace(server.url, bosWire.url), 'Bo Lind');
  await using cys = await joinDesktop(server, { name: 'Cy Young', env });
  const browser = await chromium.launch(browserOptions());
  const gil = await joinAsGuest(await browser.newContext({ viewport: { width: 1440, height: 900 } }), server);
  const pages = { anas, bos, ana: anas.page, bo: bos.page, cy: cys.page, gil };
  const cast: Cast = { server, service, mailbox, bosWire, bosBus, ...pages };

  await chapter(cast, 'a check fails, and all four are in the room', begin);
  await chapter(cast, 'command is taken, roles are shared, the call begins', takeCommand);
  await chapter(cast, 'the timeline fills: times, names, answers, files', tell);
  await chapter(cast, 'what it might be: seen by two, tested, ruled out', investigate);
  await chapter(cast, 'a playbook is worked off, with an approval and a skip', workPlaybook);
  await chapter(cast, 'Bo is cut off, and goes on', goOnAlone);
  await chapter(cast, 'a repair grades itself', repair);
  await chapter(cast, 'customers are told what was approved, and nothing else', tellCustomers);
  await chapter(cast, 'the team’s server dies, and they meet on a laptop', meetOnALaptop);
  await chapter(cast, 'who was away catches up, who commands is followed, a slip is undone', keepUp);
  await chapter(cast, 'it is resolved, looked back at, and written up', writeUp);
  await browser.close();
});

let chapters = 0;
async function chapter(cast: Cast, name: string, play: (cast: Cast) => Promise<void>) {
  await test.step(name, () => play(cast));
  chapters += 1;
  const folder = process.env.MUSTER_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (const who of ['ana', 'bo', 'cy', 'gil'] as const)
    await cast[who].screenshot({
      path: path.join(folder, `story-${String(chapters).padStart(2, '0')}-${who}.png`),
    });
}

async function joinAsGuest(context: { newPage(): Promise<Page> }, server: RunningServer): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(() => {
    globalThis.open = (url) => {
      document.documentElement.dataset['opened'] = String(url);
      return null;
    };
  });
  await page.goto(await invite(server));
  await page.getByLabel('Your name').fill('Gil Guest');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('heading', { name: /open incident/i })).toBeVisible();
  return page;
}
