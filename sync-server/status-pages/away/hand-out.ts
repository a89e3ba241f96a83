// SP110: the data that the team's server gives to a desktop that may publish while it is away.
import { z } from 'zod';
import { ownFolderSchema } from '#wire/api/status-pages.ts';
import type { Role } from '#room/team/scales.ts';
import { Problem } from '../../http/problem.ts';
import { routesTaking } from '../../http/route.ts';
import { idParams, listOf } from '../../http/shapes.ts';
import type { StatusPage } from '../page/records.ts';
import { folderPath, placeOf, type Target } from '../page/settings.ts';
import { type KeptPage, keptPageSchema } from './kept-page.ts';
import { whyNotThere } from './own-folders.ts';
import type { Away } from './away.ts';
import type { StatusPages } from '../status-pages.ts';

type Takes = {
  statusPages: StatusPages;
  baseUrl: () => string;
  away: Away | null;
};
const defineRoute = routesTaking<Takes>();

/** Whether desktops of people with this role may publish the page while the team's server is away. */
export function mayPublishAway({ settings }: Pick<StatusPage, 'settings'>, role: Role): boolean {
  const { awayPublishing, visibility } = settings;
  if (awayPublishing === undefined || visibility !== 'public') return false;
  return role === 'owner' || (role === 'responder' && awayPublishing === 'responders');
}

/** With the desktops' own key if there is one; null for a place that no desktop reaches. */
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

async function handOut({ statusPages, baseUrl }: Takes, page: StatusPage): Promise<KeptPage | null> {
  await statusPages.current(page.id);
  const input = statusPages.madeOf(page.id);
  if (input === null) return null;
  const { updates: _updates, signUp: _signUp, signUpBy: _signUpBy, ...rest } = input;
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
        throw new Problem(403, 'Only a desktop’s own server may ask this, with its own token.');
      const pages = parts.statusPages.list().filter((page) => mayPublishAway(page, caller.role));
      const items = await Promise.all(pages.map((page) => handOut(parts, page)));
      return { body: { items: items.filter((each) => each !== null) } };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/:id/away-folders',
    summary:
      'On the server of a desktop: the folders of a page on the team’s server, and where this computer has them (SP114)',
    access: 'viewer',
    params: idParams,
    answers: listOf(ownFolderSchema),
    answer: ({ parts, params }) => ({ body: { items: foldersOf(parts, params.id) } }),
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/v1/pages/:id/away-folders',
    summary: 'Set where this computer has a folder of the page; null removes it (SP114)',
    access: 'responder',
    params: idParams,
    body: z.strictObject({ place: z.string().min(1).max(1_100), path: folderPath.nullable() }),
    answers: listOf(ownFolderSchema),
    answer: async ({ parts, params, body, caller }) => {
      if (caller.ownsServer !== true)
        throw new Problem(403, 'Only the person at this computer can choose its folders.');
      const known = foldersOf(parts, params.id).some(({ place }) => place === body.place);
      if (parts.away === null || !known)
        throw new Problem(404, 'The page has no such folder for this desktop.');
      const { place, path } = body;
      const why = path === null ? null : await whyNotThere({ kind: 'folder', path }, { id: params.id });
      if (why !== null)
        throw new Problem(400, 'The folder is not as expected, so nothing was changed.', {
          errors: [{ field: 'path', expected: `the folder that already holds the page: ${why}` }],
        });
      parts.away.folders.set(params.id, place, path);
      return { body: { items: foldersOf(parts, params.id) } };
    },
  }),
];

/** Empty, except on a desktop's server that may publish the page. */
function foldersOf({ away }: Takes, id: string) {
  const kept = away?.find(id) ?? null;
  return (kept?.leftOut ?? [])
    .filter(({ kind }) => kind === 'folder')
    .map(({ place }) => ({ place, path: away?.folders.find(id, place) ?? null }));
}
