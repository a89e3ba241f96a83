// FM5, FM6: the handbook for newcomers: the pages in assets/handbook/, ordered by the number in the file name, and what
// the team changed or added.
import type { HandbookChange } from '#room/team/handbook.ts';
import { splitFront, toLine, toList } from '#room/playbooks/playbook-front.ts';
import { parseRoute, type Route } from '../../state/router.ts';

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
  /** FM6: a page that the team changed, or one of its own; absent for a page as it ships. */
  team?: 'changed' | 'own';
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

const files = import.meta.glob<string>('../../../assets/handbook/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The pages that ship, in their order. */
export const handbook: readonly HandbookPage[] = Object.entries(files)
  .toSorted(([a], [b]) => a.localeCompare(b))
  .map(([file, markdown]) => readPage(file, markdown));

/** The page about a role; null for a team's own role. */
export const pageOfRole = (role: string): HandbookPage | null =>
  handbook.find(({ roles }) => roles.includes(role)) ?? null;

/** The pages in force: those that ship, as the team changed them, then the team's own by title. */
export function handbookFrom(changes: readonly HandbookChange[]): readonly HandbookPage[] {
  const shipped = handbook.map((page): HandbookPage => {
    const change = changes.find(({ name }) => name === page.id);
    return change === undefined
      ? page
      : { ...page, title: change.title ?? page.title, markdown: change.text, team: 'changed' };
  });
  const own = changes
    .filter(({ name }) => !handbook.some(({ id }) => id === name))
    .map(({ name, title = name, text }): HandbookPage => ({
      id: name,
      title,
      roles: [],
      showsLevels: false,
      see: [],
      markdown: text,
      team: 'own',
    }));
  return [...shipped, ...own.toSorted((one, other) => one.title.localeCompare(other.title))];
}

/** A page's text without the front matter of the file. */
export function textOf({ markdown }: HandbookPage): string {
  const lines = markdown.split('\n');
  return lines
    .slice(splitFront(lines).end + 1)
    .join('\n')
    .trim();
}
