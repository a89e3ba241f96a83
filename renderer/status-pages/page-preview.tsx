import { useMemo } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { renderStatusPage } from '#status-page/render.ts';
import { pageSchema } from '#status-page/schema/index.ts';
import { useSession } from '../state/session.tsx';
import { strings } from '../strings/index.ts';
import { useTeamClock } from '../ui/now.tsx';
import { drawnOf, type PageBody } from './page-draft.ts';
import styles from './status-pages.module.css';

const words = strings.statusPages.form;
const restMs = 250;

/**
 * Draws the page with the function that publishes it, before any update exists. The frame is sandboxed: no scripts
 * run and links open nothing.
 */
export function PagePreview({ settings }: { settings: PageBody }) {
  const { server } = useSession();
  const { now } = useTeamClock();
  const [asked] = useDebouncedValue(JSON.stringify(drawnOf(settings)), restMs);
  const preview = useMemo(() => draw(asked, server, now()), [asked, server, now]);
  return (
    <section className={styles.preview} aria-label={words.preview}>
      <p className="label">
        {words.preview}. {'say' in preview ? preview.say : words.previewWhy}
      </p>
      {'html' in preview && (
        <iframe className={styles.frame} title={words.preview} sandbox="" srcDoc={preview.html} />
      )}
    </section>
  );
}

function draw(asked: string, server: string, now: number): { html: string } | { say: string } {
  const read = pageSchema.safeParse(JSON.parse(asked));
  if (!read.success) {
    const [issue] = read.error.issues;
    return { say: words.notYet(issue?.path.join('.') ?? '', issue?.message ?? '') };
  }
  const page = { ...read.data, languages: [read.data.language] };
  try {
    const files = renderStatusPage({
      page,
      updates: [],
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
