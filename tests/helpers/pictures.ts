import type { Page } from '@playwright/test';
import { remember } from './pseudo/known-words.ts';

/** A PNG as a data URL: a graph of rising latency, drawn by the page's canvas, like a screenshot. */
export function drawGraph(page: Page, { width = 900, height = 420 } = {}): Promise<string> {
  return page.evaluate(
    (size) => {
      const canvas = document.createElement('canvas');
      canvas.width = size.width;
      canvas.height = size.height;
      const pen = canvas.getContext('2d')!;
      pen.fillStyle = '#111217';
      pen.fillRect(0, 0, size.width, size.height);
      pen.strokeStyle = '#2c3035';
      for (let y = 60; y < size.height; y += 60) pen.strokeRect(40, y, size.width - 60, 0);
      pen.fillStyle = '#ccccdc';
      pen.font = '18px sans-serif';
      pen.fillText('checkout p95, ms', 40, 36);
      pen.strokeStyle = '#73bf69';
      pen.lineWidth = 3;
      pen.beginPath();
      for (let x = 0; x <= 100; x++) {
        const calm = Math.sin(x / 3) * 8 + Math.sin(x) * 4;
        const level = x < 60 ? 60 : 60 + (x - 60) * 7;
        pen.lineTo(40 + (x / 100) * (size.width - 60), size.height - 30 - Math.min(level + calm, 320));
      }
      pen.stroke();
      return canvas.toDataURL('image/png');
    },
    { width, height },
  );
}

/** Drops a file over the middle of the page, as from a file manager. */
export async function dropFile(
  page: Page,
  file: { name: string; type: string; text: string },
): Promise<void> {
  remember(file.name);
  await page.evaluate(({ name, type, text }) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type }));
    const target = document.elementFromPoint(innerWidth / 2, innerHeight / 2) ?? document.body;
    for (const kind of ['dragenter', 'dragover', 'drop'])
      target.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }, file);
}
