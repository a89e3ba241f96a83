// PB10: special parts of a playbook: when to escalate, and messages to send. They have their own headings, as in the
// shipped playbooks.
import type { Nodes } from 'mdast';
import { headingText, readBlocks } from './playbook-blocks.ts';
import { bodyOf } from './playbook.ts';

export type PlaybookParts = {
  /** One line for each reason to escalate. */
  escalations: readonly string[];
  /** Each quotation under the heading. */
  messages: readonly string[];
};

const escalation = /call for (?:more|help)|escalat|when to (?:call|page)/iu;
const message = /words to send|communicat|what to (?:say|tell)|message/iu;
const most = { items: 20, text: 4_000 };

/** Never fails: a missing part is empty. */
export function partsOf(markdown: string): PlaybookParts {
  const body = bodyOf(markdown);
  const escalations: string[] = [];
  const messages: string[] = [];
  let under: 'escalation' | 'message' | null = null;
  for (const node of readBlocks(body).children) {
    if (node.type === 'heading') {
      const words = headingText(node, body);
      under = escalation.test(words) ? 'escalation' : message.test(words) ? 'message' : null;
    } else if (under === 'escalation' && node.type === 'list')
      escalations.push(
        ...node.children.map((item) => plain(item, body).replace(/^(?:[-*+]|\d+[.)])\s+/u, '')),
      );
    else if (under === 'message' && node.type === 'blockquote')
      messages.push(plain(node, body).replaceAll(/^>[ \t]?/gmu, ''));
  }
  return { escalations: fit(escalations), messages: fit(messages) };
}

const plain = ({ position }: Nodes, body: string): string =>
  body.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);

const fit = (some: readonly string[]): string[] =>
  some.flatMap((text) => (text.trim() === '' ? [] : [text.trim().slice(0, most.text)])).slice(0, most.items);
