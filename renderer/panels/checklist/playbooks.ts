import { parsePlaybook, type Playbook } from '#room/playbook.ts';

const files = import.meta.glob<string>('../../../assets/playbooks/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The playbooks that ship with Muster, by name: the file's, without its ending. */
export const shippedPlaybooks: readonly (Playbook & { name: string })[] = Object.entries(files)
  .map(([file, markdown]) => ({ name: file.replace(/^.*\/|\.md$/gu, ''), ...parsePlaybook(markdown) }))
  .toSorted((a, b) => a.title.localeCompare(b.title));
