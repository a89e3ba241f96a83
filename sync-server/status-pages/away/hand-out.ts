// SP110: what the team's server gives to a desktop that may publish while it is away.
import type { Role } from '#room/feed.ts';
import { Problem } from '../../http/problem.ts';
import { defineRoute } from '../../http/route.ts';
import { listOf } from '../../http/shapes.ts';
import type { Parts } from '../../parts.ts';
import type { StatusPage } from '../records.ts';
import { placeOf, type Target } from '../settings.ts';
import { type KeptPage, keptPageSchema } from './kept-page.ts';

/** Whether the desktop of somebody with this role may publish the page while the team's server is away. */
export function mayPublishAway({ settings }: Pick<StatusPage, 'settings'>, role: Role): boolean {
  const { awayPublishing, visibility } = settings;
  if (awayPublishing === undefined || visibility !== 'public') return false;
  return role === 'owner' || (role === 'responder' && awayPublishing === 'responders');
}

/** With the key for desktops where there is one; null for a place that no desktop reaches. */
function forDesktop(target: Target): Target | null {
  if (target.kind === 'folder') return null;
  if (target.kind === 'ssh') {
    const { awayKey, key, ...rest } = target;
    return { ...rest, key: awayKey ?? key };
  }
  if (target.kind !== 's3') {
    const { awayToken, token, ...rest } = target;
    const key = awayToken ?? token;
    return { ...rest, ...(key !== undefined && { token: key }) };
  }
  const { awayAccessKeyId, awaySecretAccessKey, ...rest } = target;
  const hasOwn = awayAccessKeyId !== undefined && awaySecretAccessKey !== undefined;
  return {
    ...rest,
    ...(hasOwn && { accessKeyId: awayAccessKeyId, secretAccessKey: awaySecretAccessKey }),
  };
}

async function handOut({ statusPages, baseUrl }: Parts, page: StatusPage): Promise<KeptPage | null> {
  await statusPages.current(page.id);
  const input = statusPages.madeOf(page.id);
  if (input === null) return null;
  const { updates: _updates, signUp: _signUp, ...rest } = input;
  const targets = page.settings.targets ?? [];
  const reached = targets.flatMap((target) => forDesktop(target) ?? []);
  return {
    page: { ...page, settings: { ...page.settings, targets: reached } },
    address: `${baseUrl()}/status/${page.settings.slug}/`,
    leftOut: targets
      .filter((target) => forDesktop(target) === null)
      .map((target) => ({ kind: target.kind, place: placeOf(target) })),
    input: rest,
    updates: statusPages.updates.list(page.id),
  };
}

export const awayPageRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/away',
    summary:
      'For the server of a desktop: the pages it may publish while this server is away, with keys (SP110)',
    access: 'responder',
    answers: listOf(keptPageSchema),
    answer: async ({ parts, caller }) => {
      if (caller.isReplica !== true)
        throw new Problem(403, 'This is for the server of a desktop, which has a token of its own.');
      const pages = parts.statusPages.list().filter((page) => mayPublishAway(page, caller.role));
      const items = await Promise.all(pages.map((page) => handOut(parts, page)));
      return { body: { items: items.filter((each) => each !== null) } };
    },
  }),
];
