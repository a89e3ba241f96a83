// CF3: checks the status pages of a file.
import { mask } from '../forms/secret.ts';
import { describeIssues } from '../http/validate.ts';
import { pageChannels, whyNoAccess } from '../status-pages/page/check-page.ts';
import { faultsOfRules } from '../status-pages/page/rules.ts';
import { pageOf, pageSecrets } from '../status-pages/page/settings.ts';
import type { FileShape } from './shape.ts';

/** A file that was written from answers of the API. */
export const notTheMask = `the secret, best as a variable such as \${SECRET} that the server is started with: ${mask} only stands for one in what can be read`;

type Checking = {
  listed: (section: 'monitors' | 'channels', name: string) => boolean;
  say: (path: readonly PropertyKey[], expected: string) => void;
};

/** The page's own schema reads it; the items it names must be in the file or on the server. */
export async function checkPages(pages: FileShape['pages'], { listed, say }: Checking): Promise<void> {
  if (pages.length === 0) return;
  const { pageSchema } = await import('../status-pages/page/whole-page.ts');
  for (const [index, { was: _was, ...settings }] of pages.entries()) {
    const { targets = [] } = settings;
    const read = pageSchema.safeParse(pageOf(settings));
    for (const { field, expected } of read.success ? [] : describeIssues(read.error))
      say(['pages', index, ...field.split('.')], expected);
    settings.components.forEach(({ monitor }, place) => {
      if (monitor !== undefined && !listed('monitors', monitor))
        say(['pages', index, 'components', place, 'monitor'], 'the name of a monitor');
    });
    for (const [field, kind] of pageChannels) {
      const name = settings[field];
      if (name !== undefined && !listed('channels', name))
        say(
          ['pages', index, field],
          `the name of a channel of the kind ${kind === 'email' ? 'e-mail' : kind}`,
        );
    }
    for (const { field, expected } of [...whyNoAccess(settings), ...faultsOfRules(settings)])
      say(['pages', index, ...field.split('.')], expected);
    for (const field of pageSecrets) if (settings[field] === mask) say(['pages', index, field], notTheMask);
    if (settings.visibility !== 'public' && targets.length > 0)
      say(['pages', index, 'targets'], 'none: a page that is not public is published nowhere else');
    for (const [place, target] of targets.entries())
      for (const [name, value] of Object.entries(target))
        if (value === mask) say(['pages', index, 'targets', place, name], notTheMask);
  }
}
