// SI: a real browser signs in with an account of a real OpenID provider.
import { expect, test } from '@playwright/test';
import { companyFlags, openCompany } from '#tests/helpers/company.ts';
import { startServer } from '#tests/helpers/server.ts';
import { shareBrowser } from '#tests/helpers/team.ts';

const browser = shareBrowser();

test('[SI1] [SI2] one button leads to the company’s sign-in and back, signed in', async () => {
  await using company = await openCompany({
    bo: { name: 'Bo Lind', groups: ['engineers'] },
    di: { name: 'Di', groups: ['others'] },
  });
  await using server = await startServer(companyFlags(company, 'engineers=responder'));
  const host = new URL(company.issuer).host;
  const signIn = async (account: string) => {
    const page = await (await browser().newContext()).newPage();
    await page.goto(server.url);
    await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible();
    const button = page.getByRole('button', { name: `Sign in with your account at ${host}` });
    // It is reached and pressed with the keyboard alone.
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Account' }).fill(account);
    await page.keyboard.press('Enter');
    return page;
  };
  const bo = await signIn('bo');
  await expect(bo.getByRole('button', { name: /Declare/u }).first()).toBeVisible();
  expect(bo.url()).not.toContain('code');
  await bo.reload();
  await expect(bo.getByRole('button', { name: /Declare/u }).first()).toBeVisible();

  const di = await signIn('di');
  await expect(di.getByRole('alert')).toContainText('None of your groups may sign in here');
  await expect(di.getByRole('textbox', { name: 'Invitation link' })).toBeVisible();
});
