import type { PhrasingContent } from 'mdast';

/** The words of nodes without their marks. */
export const plainOf = (nodes: readonly PhrasingContent[]): string =>
  nodes
    .map((node) => ('value' in node ? node.value : 'children' in node ? plainOf(node.children) : ' '))
    .join('');
