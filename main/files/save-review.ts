// Asks where to save, then writes an incident's PIR as rendered by the server; a PDF is printed from the HTML.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { RoomAnswer } from '#wire/api/incidents.ts';
import path from 'node:path';
import { BrowserWindow, app, dialog, session } from 'electron';
import type { CopyChoice } from '#room/pir/copies/copy-choice.ts';
import type { ReviewFormat, SavedFile } from '../bridge.ts';
import type { ServerAddress } from '../server/embedded-server.ts';
import { strings } from '../strings.ts';

const formats: Record<ReviewFormat, { label: string; extension: string; source: string }> = {
  markdown: { label: strings.markdown, extension: 'md', source: 'review.md' },
  html: { label: strings.webPage, extension: 'html', source: 'review.html' },
  docx: { label: strings.wordDocument, extension: 'docx', source: 'review.docx' },
  json: { label: 'JSON', extension: 'json', source: 'review.json' },
  muster: { label: strings.musterFile, extension: 'muster', source: 'record.muster' },
  pdf: { label: 'PDF', extension: 'pdf', source: 'review.html' },
};

export const reviewFormats = Object.keys(formats) as ReviewFormat[];

export async function saveReview(
  { incident, format, copy }: { incident: string; format: ReviewFormat; copy?: CopyChoice | undefined },
  { address, window }: { address: ServerAddress; window: BrowserWindow | null },
): Promise<SavedFile> {
  const { label, extension, source } = formats[format];
  const query = copy === undefined || format === 'muster' ? '' : `?${new URLSearchParams(copy).toString()}`;
  const review = await fetchReview(address, incident, `${source}${query}`);
  const options = {
    title: strings.saveReview,
    defaultPath: path.join(app.getPath('documents'), `${review.name}.${extension}`),
    filters: [{ name: label, extensions: [extension] }],
  };
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options));
  if (canceled || !filePath) return { saved: false };
  const bytes = format === 'pdf' ? await printReview(review.bytes.toString('utf8')) : review.bytes;
  try {
    await writeFile(filePath, bytes);
  } catch (error) {
    throw new Error(
      `The review was not saved to ${filePath}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
  return { saved: true, path: filePath };
}

async function fetchReview({ url, token }: ServerAddress, incident: string, source: string) {
  const get = async (name: string) => {
    const response = await fetch(`${url}/api/v1/incidents/${incident}${name}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok)
      throw new Error(`The review could not be made: the server answered ${response.status}.`);
    return response;
  };
  const { number } = (await (await get('')).json()) as RoomAnswer;
  const bytes = Buffer.from(await (await get(`/${source}`)).arrayBuffer());
  const name = number ?? `incident-${incident}`;
  if (source === formats.muster.source) return { name, bytes };
  return { name: `${name}-review${source.includes('?') ? '-copy' : ''}`, bytes };
}

/** A4 with page numbers, from a hidden window without scripts that can fetch nothing but its own file. */
async function printReview(html: string): Promise<Buffer> {
  const folder = await mkdtemp(path.join(app.getPath('temp'), 'muster-review-'));
  const file = path.join(folder, 'review.html');
  const alone = session.fromPartition('review-print');
  alone.webRequest.onBeforeRequest((request, decide) => {
    decide({ cancel: !request.url.startsWith('file://') && !request.url.startsWith('data:') });
  });
  const page = new BrowserWindow({
    show: false,
    webPreferences: { session: alone, sandbox: true, contextIsolation: true, javascript: false },
  });
  try {
    await writeFile(file, html);
    await page.loadFile(file);
    return await page.webContents.printToPDF({
      pageSize: 'A4',
      printBackground: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate:
        '<div style="width:100%;font:8px sans-serif;color:#555;text-align:center">' +
        '<span class="title"></span> · <span class="pageNumber"></span> / <span class="totalPages"></span></div>',
      margins: { top: 0.6, bottom: 0.7, left: 0.6, right: 0.6 },
    });
  } finally {
    page.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}
