// A team as its people see it: a server, and desktops that join it by invitation links.
import { expect, test, type Browser, type Page } from '@playwright/test';
import type { Role } from '#room/team/scales.ts';
import { launchDesktop, type Desktop, type DesktopOptions } from './desktop.ts';
import type { RunningServer } from './server.ts';

type Invites = Pick<RunningServer, 'api'>;

/** An invitation link as an owner sends it. */
export async function invite(server: Invites, role: Role = 'responder'): Promise<string> {
  const { status, body } = await server.api<{ url: string }>('/api/v1/invitations', { json: { role } });
  if (status !== 201) throw new Error(`no invitation: ${status} ${JSON.stringify(body)}`);
  return body.url;
}

export type MemberOptions = DesktopOptions & { name: string; role?: Role };

/** A desktop that joined through the first run with an invitation link; wide enough for three columns. */
export async function joinDesktop(server: Invites, options: MemberOptions): Promise<Desktop> {
  const { name, role, ...launch } = options;
  const link = await invite(server, role);
  const desktop = await launchDesktop(launch);
  try {
    await resize(desktop, { width: 1440, height: 900 });
    await desktop.joinTeam(link, name);
  } catch (error) {
    await desktop[Symbol.asyncDispose]();
    throw error;
  }
  return desktop;
}

export async function resize({ app, page }: Desktop, size: { width: number; height: number }): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, { width, height }) =>
      BrowserWindow.getAllWindows()
        .find((each) => !each.webContents.getURL().includes('scribe.html'))
        ?.setContentSize(width, height),
    size,
  );
  await page.waitForFunction(({ width, height }) => innerWidth === width && innerHeight === height, size);
}

/**
 * The worker's browser. Each test leaves it as it found it: a window of an earlier one would go on asking for a server
 * that is gone.
 */
export function shareBrowser(): () => Browser {
  let shared: Browser | undefined;
  test.beforeAll(({ browser }) => {
    shared = browser;
  });
  test.afterEach(() => Promise.all((shared?.contexts() ?? []).map((each) => each.close())));
  return () => shared!;
}

/** A separate browser that joined by an invitation link; `via` is a proxy in front of the server. */
export async function joinInBrowser(
  browser: Browser,
  server: RunningServer,
  { name, role, via = server.url }: { name: string; role: Role; via?: string },
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto((await invite(server, role)).replace(server.url, via));
  await expect(page.getByRole('heading', { name: 'You are invited to a war room' })).toBeVisible();
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('heading', { name: /open incident/i })).toBeVisible();
  return page;
}
