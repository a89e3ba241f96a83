// FM5: the handbook for newcomers: the pages in assets/handbook/, ordered by the number in the file name.
import { splitFront, toLine, toList } from '#room/playbook-front.ts';
import { parseRoute, type Route } from '../state/router.ts';

export type HandbookPage = {
  /** The file's name without number and extension. */
  id: string;
  title: string;
  /** Roles whose descriptions, as the team wrote them, are shown beside the page. */
  roles: readonly string[];
  /** Whether the team's severities are shown beside the page. */
  showsLevels: boolean;
  /** Further reading: routes as written after `#/`. */
  see: readonly Route[];
  markdown: string;
};

/** Parses one page; `file` is its path. Missing front matter fields are empty. */
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

/** The page about a role; null for a team's own role. */
export const pageOfRole = (role: string): HandbookPage | null =>
  handbook.find(({ roles }) => roles.includes(role)) ?? null;
