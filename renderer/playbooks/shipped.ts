import type { Shipped } from '#room/library.ts';

const files = import.meta.glob<string>('../../assets/playbooks/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The playbooks shipped with Muster; the id is the file's name without extension. */
export const shippedPlaybooks: readonly Shipped[] = Object.entries(files).map(([file, markdown]) => ({
  id: file.replace(/^.*\/|\.md$/gu, ''),
  markdown,
}));
