// A team as its people meet it: a server, and desktops that join it by the links somebody sends them.
import type { Role } from '#room/feed.ts';
import { launchDesktop, type Desktop, type DesktopOptions } from './desktop.ts';
import type { RunningServer } from './server.ts';

/** An invitation link as an owner would send it. */
export async function invite(server: RunningServer, role: Role = 'responder'): Promise<string> {
  const { status, body } = await server.api<{ url: string }>('/api/v1/invitations', { json: { role } });
  if (status !== 201) throw new Error(`no invitation: ${status} ${JSON.stringify(body)}`);
  return body.url;
}

export type MemberOptions = DesktopOptions & { name: string; role?: Role };

/** A desktop whose person went through the first run with an invitation link; wide enough for three columns. */
export async function joinDesktop(server: RunningServer, options: MemberOptions): Promise<Desktop> {
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
        .find((each) => !each.webContents.getURL().endsWith('scribe.html'))
        ?.setContentSize(width, height),
    size,
  );
  await page.waitForFunction(({ width, height }) => innerWidth === width && innerHeight === height, size);
}
