// A review leaves the desktop as files.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { ReviewFormat } from '#main/bridge.ts';
import { shareDesktop, type Desktop, type WithBridge } from '#tests/helpers/desktop.ts';

const shared = shareDesktop('Ana Reyes');

test('[RV4] a review is saved as Markdown, HTML, Word, JSON and a readable PDF', async () => {
  const desktop = shared();
  const id = await declare(desktop, 'Payments are down', 'P1');
  await desktop.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'action', text: 'Rolled back v412' } });
  const save = async (format: ReviewFormat, extension: string) => {
    const file = path.join(desktop.userData, `review.${extension}`);
    await desktop.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, file);
    const saved = await desktop.page.evaluate(
      (choice) => (globalThis as WithBridge).muster?.saveReview(choice),
      { incident: id, format },
    );
    expect(saved).toEqual({ saved: true, path: file });
    return file;
  };
  expect(readFileSync(await save('markdown', 'md'), 'utf8')).toContain('Rolled back v412');
  expect(readFileSync(await save('html', 'html'), 'utf8')).toMatch(/^<!doctype html>/i);
  expect(JSON.parse(readFileSync(await save('json', 'json'), 'utf8'))).toBeInstanceOf(Object);
  const pdf = await save('pdf', 'pdf');
  const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
  for (const words of ['Payments are down', 'Rolled back v412', 'Timeline']) expect(text).toContain(words);
  expect(text).toMatch(/^\s*Draft: INC-\d+ Payments are down: incident review · 1 ?\/ ?[2-5]$/m);
  // Readers of screens need its tags; everybody else its bookmarks.
  expect(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' })).toMatch(/^Tagged:\s+yes$/m);
  expect(readFileSync(pdf).includes('/Outlines')).toBe(true);
  expect(
    readFileSync(await save('docx', 'docx'))
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');
});

test('a review that is not saved leaves nothing, and one that cannot be says why', async () => {
  const desktop = shared();
  const id = await declare(desktop, 'Payments are down');
  const save = (filePath: string | null) =>
    desktop.app
      .evaluate(({ dialog }, chosen) => {
        dialog.showSaveDialog = async () => ({ canceled: chosen === null, filePath: chosen ?? '' });
      }, filePath)
      .then(() =>
        desktop.page.evaluate(
          (incident) =>
            (globalThis as WithBridge).muster
              ?.saveReview({ incident, format: 'markdown' })
              .catch((error: Error) => error.message),
          id,
        ),
      );
  expect(await save(null)).toEqual({ saved: false });
  const nowhere = path.join(desktop.userData, 'missing-folder/review.md');
  expect(await save(nowhere)).toContain(`was not saved to ${nowhere}`);
  expect(existsSync(nowhere)).toBe(false);
});

async function declare(desktop: Desktop, title: string, severity?: string): Promise<string> {
  const { id } = await desktop.api<{ id: string }>('/api/v1/incidents', { json: { title, severity } });
  return id;
}
