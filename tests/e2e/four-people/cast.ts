// Who is in the story of four people.
import { expect, type Locator, type Page } from '@playwright/test';
import type { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { type Wire } from '#sync-server/replica/testing/wire.ts';
import { type DesktopBus } from '#tests/helpers/desktop-bus.ts';
import { type Desktop } from '#tests/helpers/desktop.ts';
import { type DyingService } from '#tests/helpers/dying-service.ts';
import { entry } from '#tests/helpers/room-page.ts';
import { type RunningServer } from '#tests/helpers/server.ts';

/** Three desktops, a guest in a browser, and what is around them. */
export type Cast = {
  server: RunningServer;
  service: DyingService;
  mailbox: Awaited<ReturnType<typeof openMailbox>>;
  bosWire: Wire;
  bosBus: DesktopBus;
  anas: Desktop;
  bos: Desktop;
  ana: Page;
  bo: Page;
  cy: Page;
  gil: Page;
};

/** The incident. */
export const title = /payments-api is down/;
/** The four, in the order in which they came. */
export const everybody = ({ ana, bo, cy, gil }: Cast) => [ana, bo, cy, gil];
/** All four see these words there. */
export async function onAll(cast: Cast, look: (page: Page) => Locator, words: string | RegExp) {
  for (const page of everybody(cast)) await expect(look(page)).toContainText(words);
}
/** All four see an entry with these words. */
export const seenByAll = async (cast: Cast, words: string | RegExp) => {
  for (const page of everybody(cast)) await expect(entry(page, words).first()).toBeVisible();
};
