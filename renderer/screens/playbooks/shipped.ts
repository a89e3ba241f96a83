import { readShipped, type Shipped } from '#room/playbooks/library.ts';

const files = import.meta.glob<string>('../../../assets/playbooks/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The playbooks shipped with Muster; the id is the file's name without extension. */
export const shippedPlaybooks: readonly Shipped[] = Object.entries(files).map(([file, markdown]) => ({
  id: file.replace(/^.*\/|\.md$/gu, ''),
  markdown,
}));

/** Reads all of them, one in each turn of the window, so that the first room does not wait for it. */
export async function readShippedAhead(): Promise<void> {
  for (const each of shippedPlaybooks) {
    await new Promise((resolve) => setTimeout(resolve));
    readShipped(each);
  }
}
