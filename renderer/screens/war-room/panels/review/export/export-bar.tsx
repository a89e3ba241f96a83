import { useState } from 'react';
import { Button } from '@mantine/core';
import type { ReviewFormat } from '#main/bridge.ts';
import { sayProblem, useApi, type Api } from '#renderer/server/api.ts';
import { useSession } from '#renderer/server/session.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { hidesNothing } from '#room/pir/copies/copy-choice.ts';
import { formats } from '#room/pir/formats/index.ts';
import type { Review } from '#room/pir/review.ts';
import { strings } from '../../../../../strings/index.ts';
import { downloadFile, printPage } from '#renderer/ui/save-in-browser.ts';
import { PublishReview } from './publish-review.tsx';
import type { Copy } from '../copies/use-copy.ts';
import styles from '../review.module.css';

/** In the order of the buttons. */
const buttons: Record<ReviewFormat, { words: string; keys: string }> = {
  pdf: { words: 'PDF', keys: '1' },
  docx: { words: strings.review.word, keys: '2' },
  html: { words: 'HTML', keys: '3' },
  markdown: { words: strings.review.markdown, keys: '4' },
  json: { words: 'JSON', keys: '5' },
  muster: { words: strings.review.musterFile, keys: '6' },
};
const choices = (Object.keys(buttons) as ReviewFormat[]).map((format) => ({ format, ...buttons[format] }));

type ExportBarProps = { id: string; copy: Copy; shown: 'write' | 'read'; onSwitch: () => void };

export function ExportBar({ id, copy, shown, onSwitch }: ExportBarProps) {
  const { said, isCopy, save, copyRich } = useExport(id, copy);
  // A record holds everything, so there is no copy of it with hidden words.
  const offered = choices.filter(({ format }) => !isCopy || format !== 'muster');
  useKeys({
    x: {
      run: copyRich,
      label: strings.reviewCopy.copyRichKey,
      group: strings.review.review,
    },
  });
  useKeys(
    Object.fromEntries(
      offered.map(({ format, words, keys }) => [
        keys,
        {
          run: () => save(format),
          label: strings.review.saveAsLabel(words),
          group: strings.review.review,
        },
      ]),
    ),
  );
  return (
    <div className={styles.bar}>
      <button type="button" className={styles.switch} onClick={onSwitch}>
        {shown === 'write' ? strings.review.showPreview : strings.review.backWriting} <Kbd keys="." />
      </button>
      <span className="soft">{strings.review.saveAs}</span>
      {offered.map(({ format, words, keys }) => (
        <Button
          key={format}
          size="compact-sm"
          variant="subtle"
          rightSection={<Kbd keys={keys} />}
          onClick={() => save(format)}
        >
          {words}
        </Button>
      ))}
      <Button
        size="compact-sm"
        variant="subtle"
        rightSection={<Kbd keys="x" />}
        aria-label={strings.reviewCopy.copyRichKey}
        onClick={copyRich}
      >
        {strings.reviewCopy.copyRich}
      </Button>
      <PublishReview id={id} review={copy.review} />
      <span className={styles.said} role="status">
        {said}
      </span>
    </div>
  );
}

/** Saves and copies the review, and says how that went. */
function useExport(id: string, copy: Copy) {
  const { bridge } = useSession();
  const api = useApi();
  const [said, setSaid] = useState('');
  const isCopy = !hidesNothing(copy.choice);
  const attempt = (act: () => Promise<string>) =>
    void act().then(setSaid, (failed) => setSaid(strings.review.notSavedWhy(sayProblem(failed))));
  const save = (format: ReviewFormat) =>
    attempt(async () => {
      if (bridge) {
        const saved = await bridge.saveReview({ incident: id, format, ...(isCopy && { copy: copy.choice }) });
        return saved.saved ? strings.review.savedTo(saved.path) : strings.review.notSaved;
      }
      await saveInBrowser(copy, format, api);
      return format === 'pdf' ? strings.review.printHint : strings.review.downloaded;
    });
  const copyRich = () =>
    attempt(async () => {
      await copyAsRichText(copy);
      return strings.reviewCopy.copied;
    });
  return { said, isCopy, save, copyRich };
}

/** RV20: as rich text where it is pasted into one, and as Markdown elsewhere. */
async function copyAsRichText({ review, hidden }: Copy): Promise<void> {
  const [{ renderRich }, { findLeaksOf }] = await Promise.all([
    import('#room/pir/formats/rich.ts'),
    import('#room/pir/copies/leaks.ts'),
  ]);
  const rich = renderRich(review);
  const plain = await formats.markdown.render(review);
  const isLeft = [rich, plain].some((made) => findLeaksOf(review.record, made, hidden).length > 0);
  if (isLeft) throw new Error(strings.reviewCopy.notClean);
  const item = new ClipboardItem({
    'text/html': new Blob([rich], { type: 'text/html' }),
    'text/plain': new Blob([plain], { type: 'text/plain' }),
  });
  await navigator.clipboard.write([item]);
}

/** The same bytes as the API returns (RV3), made here so that it also works offline. */
async function saveInBrowser({ review, hidden }: Copy, format: ReviewFormat, api: Api): Promise<void> {
  // RC1: the server makes the record, because it holds more than this window has loaded.
  if (format === 'muster') return saveRecord(review, api);
  const chosen = formats[format === 'pdf' ? 'html' : format];
  const made = await chosen.render(review);
  const { findLeaksOf } = await import('#room/pir/copies/leaks.ts');
  if (findLeaksOf(review.record, made, hidden).length > 0) throw new Error(strings.reviewCopy.notClean);
  if (format === 'pdf') return printPage(String(made), strings.review.review);
  const ending = hidden.size > 0 ? 'review-copy' : 'review';
  downloadFile(`${review.number ?? 'incident'}-${ending}.${chosen.extension}`, made, chosen.mediaType);
}

async function saveRecord({ id, number }: Review, api: Api): Promise<void> {
  const response = await api.fetch(`/incidents/${id}/record.muster`);
  const bytes = await response.arrayBuffer();
  downloadFile(`${number ?? 'incident'}.muster`, bytes, response.headers.get('Content-Type') ?? '');
}
