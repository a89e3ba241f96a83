import { strings } from '../strings/index.ts';

/** The files of a paste. Where there is text beside them (a copied table brings its picture), the text is meant. */
export function filesOf(data: Pick<DataTransfer, 'types' | 'files'> | null): readonly File[] {
  if (data === null || data.types.includes('text/plain')) return [];
  return [...data.files];
}

const two = (number: number) => String(number).padStart(2, '0');

/** A pasted picture has no name of its own; all are `image.png`. `now` in epoch ms. */
export function namePasted(file: File, now: number): File {
  if (file.name !== 'image.png') return file;
  const time = new Date(now);
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const words = `${day} at ${two(time.getHours())}.${two(time.getMinutes())}.${two(time.getSeconds())}`;
  return new File([file], strings.attachments.screenshot(words), { type: file.type });
}
