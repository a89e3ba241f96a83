import { useMemo } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { renderStatusPage } from '#status-page/render.ts';
import { pageSchema, type PublishedUpdate } from '#status-page/schema/index.ts';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { useTeamClock } from '../../../ui/now.tsx';
import type { Items } from '#wire/api/list.ts';
import type { PageUpdate } from '#wire/api/status-pages.ts';
import { useResource } from '../../../server/use-resource.ts';
import { drawnOf, type PageBody } from './page-draft.ts';
import { asPublished } from '../publishing/publish-effect.ts';
import { pagePath } from '../status-page.ts';
import styles from '../status-pages.module.css';

const words = strings.statusPages.form;
const restMs = 250;

/**
 * Draws the page with the function that publishes it, with the updates of a page that exists already. The frame is
 * sandboxed: no scripts run and links open nothing.
 */
export function PagePreview({ settings, id }: { settings: PageBody; id: string | null }) {
  const { value } = useResource<Items<PageUpdate>>(id === null ? null : pagePath(id, '/updates'));
  const { server } = useSession();
  const { now } = useTeamClock();
  const [asked] = useDebouncedValue(JSON.stringify(drawnOf(settings)), restMs);
  const updates = useMemo(() => (value?.items ?? []).map(asPublished), [value]);
  const preview = useMemo(() => draw({ asked, updates, server, now: now() }), [asked, updates, server, now]);
  return (
    <section className={styles.preview} aria-label={words.preview}>
      <p className="label">
        {words.preview}. {'say' in preview ? preview.say : words.previewWhy}
      </p>
      {'html' in preview && (
        // A new frame for each drawing: a frame that gets its next text while it loads the one before may stay blank.
        <iframe
          key={preview.html}
          className={styles.frame}
          title={words.preview}
          sandbox=""
          srcDoc={preview.html}
        />
      )}
    </section>
  );
}

type Drawing = { asked: string; updates: readonly PublishedUpdate[]; server: string; now: number };

function draw({ asked, updates, server, now }: Drawing): { html: string } | { say: string } {
  const read = pageSchema.safeParse(JSON.parse(asked));
  if (!read.success) {
    const [issue] = read.error.issues;
    return { say: words.notYet(issue?.path.join('.') ?? '', issue?.message ?? '') };
  }
  const page = { ...read.data, languages: [read.data.language] };
  try {
    const files = renderStatusPage({
      page,
      updates,
      intervals: [],
      maintenance: [],
      now,
      sequence: 1,
      url: `${server}/status/${page.slug}/`,
    });
    // The sandbox forbids new windows, so `_blank` links do not open.
    const html = (files.get('index.html') ?? '').replace('<head>', '<head><base target="_blank">');
    // The frame has no base address, so the logo is inlined.
    const logo = `src="data:image/svg+xml,${encodeURIComponent(page.logo ?? '')}"`;
    return {
      html: html.replaceAll(/src="[./]*logo\.svg"/gu, logo).replaceAll(/<script\b[^>]*>.*?<\/script>/gsu, ''),
    };
  } catch (error) {
    return { say: words.notDrawn(error instanceof Error ? error.message : String(error)) };
  }
}
