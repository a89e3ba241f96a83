import type { PhrasingContent } from 'mdast';

/** The plain text of nodes, without formatting. */
export const plainOf = (nodes: readonly PhrasingContent[]): string =>
  nodes
    .map((node) => ('value' in node ? node.value : 'children' in node ? plainOf(node.children) : ' '))
    .join('');
