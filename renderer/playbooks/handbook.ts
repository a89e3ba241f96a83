// FM5: the handbook for newcomers: pages in assets/handbook/, in the order of the numbers before their names.
import { splitFront, toLine, toList } from '#room/playbook-front.ts';
import { parseRoute, type Route } from '../state/router.ts';

export type HandbookPage = {
  /** The file's name without its number and ending. */
  id: string;
  title: string;
  /** Roles whose words, as the team has them, stand beside the page. */
  roles: readonly string[];
  /** Whether the team's severities stand beside it. */
  showsLevels: boolean;
  /** Where to read on: addresses as they stand after `#/`. */
  see: readonly Route[];
  markdown: string;
};

/** Reads one page. `file` is its path. What is not said on top is empty. */
export function readPage(file: string, markdown: string): HandbookPage {
  const { front } = splitFront(markdown.split('\n'));
  return {
    id: file.replace(/^.*\/(?:\d+-)?|\.md$/gu, ''),
    title: toLine(front.get('title')),
    roles: toList(front.get('roles')),
    showsLevels: toLine(front.get('shows')) === 'severities',
    see: toList(front.get('see')).map((address) => parseRoute(`#/${address}`)),
    markdown,
  };
}

const files = import.meta.glob<string>('../../assets/handbook/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** All pages in their order. */
export const handbook: readonly HandbookPage[] = Object.entries(files)
  .toSorted(([a], [b]) => a.localeCompare(b))
  .map(([file, markdown]) => readPage(file, markdown));

/** The page that says what a role does; null for a team's own role. */
export const pageOfRole = (role: string): HandbookPage | null =>
  handbook.find(({ roles }) => roles.includes(role)) ?? null;
