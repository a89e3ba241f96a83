// TG6: reads the body of a report: fields and files, within their limits.
import { cutText } from '#room/text/cut.ts';
import type { ReportFile } from './report-store.ts';

export const mostFiles = 4;
export const mostFileBytes = 5 * 1024 * 1024;
/** Limit for the whole form, with its files. */
export const mostFormBytes = 12 * 1024 * 1024;

export type ReportBody = { fields: Record<string, string>; files: ReportFile[] };

/** The faults of the files, by field name. */
export class FilesRefused extends Error {
  override name = 'FilesRefused';
  readonly fields: Record<string, string>;
  constructor(expected: string, fields: Record<string, string>) {
    super(expected);
    this.fields = fields;
  }
}

const urlEncoded = 'application/x-www-form-urlencoded';

/** Throws FilesRefused, or the platform's error when the body is not a form. */
export async function readReportBody(bytes: Buffer, type: string): Promise<ReportBody> {
  if (type.toLowerCase().startsWith(urlEncoded))
    return { fields: Object.fromEntries(new URLSearchParams(bytes.toString())), files: [] };
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  const fields: Record<string, string> = {};
  const given: File[] = [];
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value;
    // A field left empty arrives as a file without a name.
    else if (value.size > 0) given.push(value);
  }
  if (given.length > mostFiles) throw new FilesRefused(`at most ${mostFiles} files`, fields);
  if (given.some(({ size }) => size > mostFileBytes))
    throw new FilesRefused(`files of at most ${mostFileBytes / 1024 / 1024} MB each`, fields);
  const files = await Promise.all(
    given.map(async (file) => ({
      name: plainName(file.name),
      type: /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(file.type) ? file.type : 'application/octet-stream',
      content: new Uint8Array(await file.arrayBuffer()),
    })),
  );
  return { fields, files };
}

/** The last part of a path, without unprintable characters. */
function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return cutText(last.replaceAll(/\p{C}/gu, '').trim(), 200, '') || 'file';
}
