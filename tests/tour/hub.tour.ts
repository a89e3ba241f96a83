// `npm run shots -- hub.tour`: the hub, the call and following, as people see them.
import { expect, test, type Page } from '@playwright/test';
import { cell, connection, declare, openFromLobby, write } from '#tests/helpers/room-page.ts';
import { startServer } from '#tests/helpers/server.ts';
import { joinDesktop, resize } from '#tests/helpers/team.ts';
import { shoot } from './camera.ts';

const visit = (page: Page, hash: string) => page.evaluate((to) => (location.hash = to), hash);
const env = { MUSTER_HUB_HOST: '127.0.0.1' };

test('the hub, the call, following', async () => {
  await using server = await startServer();
  await using ana = await joinDesktop(server, { name: 'Ana Reyes', role: 'owner', env });
  await using bo = await joinDesktop(server, { name: 'Bo Lind', env });
  await visit(ana.page, '#/settings/calls');
  await ana.page
    .getByRole('textbox', { name: 'Address of the call' })
    .fill('https://meet.jit.si/muster-{number}-{id}');
  await shoot(ana, 'settings-calls');
  await ana.page.getByRole('button', { name: 'Save' }).click();
  await declare(ana.page, 'Nothing answers in eu-2');
  const room = new URL(ana.page.url()).hash;
  await openFromLobby(bo.page, 'Nothing answers in eu-2');
  for (const words of ['DNS does not answer either', '/decision we meet at my laptop'])
    await write(ana.page, words);
  await cell(ana.page, 'Command').click();
  await ana.page.getByRole('button', { name: /\d here/ }).click();
  await shoot(ana, 'room-here');
  await ana.page.getByRole('button', { name: 'Ask everybody to follow me' }).click();
  await expect(bo.page.getByText('asks you to follow')).toBeVisible();
  await shoot(bo, 'room-invited-to-follow');
  await bo.page
    .getByRole('button', { name: /^Follow/ })
    .first()
    .click();
  await resize(ana, { width: 1440, height: 900 });
  await ana.page.getByRole('heading', { level: 2, name: 'Timeline' }).click({ force: true });
  await ana.page.keyboard.press('i');
  await expect(bo.page.getByText('You follow Ana Reyes: Impact')).toBeVisible();
  await shoot(bo, 'room-following');

  await server.kill9();
  await expect(connection(ana.page)).toHaveText(/^On this computer only/);
  await visit(ana.page, '#/settings/connection');
  await ana.page.getByRole('button', { name: 'Make this laptop a hub' }).click();
  await shoot(ana, 'hub-confirm', () =>
    ana.page.getByRole('button', { name: 'Open the hub' }).scrollIntoViewIfNeeded(),
  );
  await ana.page.getByRole('button', { name: 'Open the hub' }).click();
  const address = await ana.page.getByLabel('For members of your team').inputValue();
  await visit(bo.page, '#/settings/connection');
  await bo.page.getByLabel('Address of the hub').fill(address);
  await bo.page.getByRole('button', { name: 'Join the hub' }).click();
  await expect(bo.page.getByText('Connected: 2 people')).toBeVisible();
  await shoot(bo, 'hub-joined', () =>
    bo.page.getByRole('button', { name: 'Join the hub' }).scrollIntoViewIfNeeded(),
  );
  await ana.page.getByRole('button', { name: 'Invite a guest' }).click();
  await expect(ana.page.getByLabel('Invitation link, for one person')).toBeVisible();
  await shoot(ana, 'hub-open', () => ana.page.getByText('Works once').scrollIntoViewIfNeeded());
  await visit(ana.page, room);
  await write(ana.page, 'Everybody is here now');
  await expect(connection(ana.page)).toHaveText(/^Hub: 2 people/);
  await shoot(ana, 'room-hub');
});
