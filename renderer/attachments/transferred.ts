import { strings } from '../strings/index.ts';

/** The files of a paste. None when there is also text: a copied table brings its picture, but the text is wanted. */
export function filesOf(data: Pick<DataTransfer, 'types' | 'files'> | null): readonly File[] {
  if (data === null || data.types.includes('text/plain')) return [];
  return [...data.files];
}

/** Whether the event is for a form that takes files itself, such as the declare bar over a room. */
export const isForForm = ({ target }: Event): boolean =>
  target instanceof Element && target.closest('[data-takes-files]') !== null;

const two = (number: number) => String(number).padStart(2, '0');

/** Names a pasted picture by the time: browsers call all of them `image.png`. `now` is epoch ms. */
export function namePasted(file: File, now: number): File {
  if (file.name !== 'image.png') return file;
  const time = new Date(now);
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const words = `${day} at ${two(time.getHours())}.${two(time.getMinutes())}.${two(time.getSeconds())}`;
  return new File([file], strings.attachments.screenshot(words), { type: file.type });
}
