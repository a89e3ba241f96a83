// The review tab as a person uses it, with a save dialog that answers automatically.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Desktop } from './desktop.ts';

export const reviewText = (page: Page, title: string): Locator =>
  page.getByRole('region', { name: 'Write the review' }).getByRole('textbox', { name: title, exact: true });

export async function openReview(page: Page): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Parts of the incident' })
    .getByRole('button', { name: 'Review' })
    .click();
  await expect(reviewText(page, 'Root cause')).toBeVisible();
}

export type ReviewFiles = {
  markdown: string;
  html: string;
  docx: string;
  json: string;
  pdf: string;
};

/** Saves the review in every format with its buttons; returns the paths of the files. */
export async function saveReviews({ app, page }: Desktop, folder: string): Promise<ReviewFiles> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files: ReviewFiles = {
    markdown: path.join(folder, 'review.md'),
    html: path.join(folder, 'review.html'),
    docx: path.join(folder, 'review.docx'),
    json: path.join(folder, 'review.json'),
    pdf: path.join(folder, 'review.pdf'),
  };
  const buttons = {
    markdown: /^Markdown/,
    html: /^HTML/,
    docx: /^Word/,
    json: /^JSON/,
    pdf: /^PDF/,
  } as const;
  const bar = page.getByRole('region', { name: 'The review as readers get it' });
  for (const format of ['markdown', 'html', 'docx', 'json', 'pdf'] as const) {
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, files[format]);
    await bar.getByRole('button', { name: buttons[format] }).click();
    // The words about the copy are another status.
    await expect(bar.getByRole('status').filter({ hasText: 'Saved to' })).toHaveText(
      `Saved to ${files[format]}`,
    );
  }
  return files;
}
