// The public page as a pure function. Input: settings, published texts, check results, planned work and a time;
// output: files. It has no clock and no I/O, so that every program publishes the same page. It knows nothing of
// servers, databases or places of publication.
import { badgeFiles } from './feeds/badges.ts';
import { calendar } from './feeds/calendar.ts';
import { atom, rss } from './feeds/feeds.ts';
import { embedFiles } from './feeds/embed.ts';
import { apiFiles } from './api/api.ts';
import { folderOf } from './html/layout.ts';
import { htmlPages } from './html/pages.ts';
import { stampOf, type StatusPageInput, viewPage } from './view.ts';

/** SP1: path → text, without a leading slash. The same input gives the same bytes. */
export function renderStatusPage(input: StatusPageInput): Map<string, string> {
  const view = viewPage(input);
  const { page } = input;
  const files = new Map<string, string>();
  for (const language of page.languages) {
    const folder = folderOf({ view }, language);
    for (const [path, html] of htmlPages(view, language)) files.set(folder + path, html);
    for (const name of ['history', 'updates'] as const) {
      files.set(`${folder}${name}.rss`, rss(view, language, name));
      files.set(`${folder}${name}.atom`, atom(view, language, name));
    }
  }
  for (const [path, json] of apiFiles(view)) files.set(path, `${JSON.stringify(json)}\n`);
  for (const [path, text] of [...badgeFiles(view), ...embedFiles(view)]) files.set(path, text);
  files.set('maintenance.ics', calendar(view));
  if (page.logo !== undefined) files.set('logo.svg', page.logo);
  const generation = { sequence: input.sequence, at: stampOf(input.now), by: input.by ?? null };
  files.set('generation.json', `${JSON.stringify(generation)}\n`);
  return files;
}

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  ics: 'text/calendar; charset=utf-8',
  svg: 'image/svg+xml',
  js: 'text/javascript; charset=utf-8',
};

/** The media type of a generation's file. */
export const contentTypeOf = (path: string): string =>
  types[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
