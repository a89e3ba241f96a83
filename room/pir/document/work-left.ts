// The work that the incident left: action items, temporary repairs, tasks and checklists.
import type { RootContent } from 'mdast';
import type { Review } from '../review.ts';
import { sayDuration } from '../zone.ts';
import { checklist, heading, list, paragraph, table, text } from './document.ts';
import type { Say } from './say.ts';

/** TA3: one line however often it was done. */
function sayRepeated({ text: words, owner, repeats }: Review['tasks'][number]): string[] {
  if (repeats === undefined) return [];
  const { everyMs, done, missed } = repeats;
  const who = owner === null ? '' : ` (${owner})`;
  return [`${words}${who}: every ${sayDuration(everyMs)}, done ${done} times, missed ${missed}`];
}

/** Action items, and all work that the incident left. */
export function actionItems(review: Review, say: Say): RootContent[] {
  const { actionItems: items, openRepairs, tasks, checklists } = review;
  const left = tasks.filter(({ doneAt }) => doneAt === null);
  const repeated = tasks.flatMap(sayRepeated);
  return [
    items.length === 0
      ? paragraph('No action item is recorded.')
      : checklist(items.map((item) => itemLine(item, say))),
    ...(openRepairs.length === 0 ? [] : [heading('Temporary repairs still in place'), list(openRepairs)]),
    ...(left.length === 0
      ? []
      : [
          heading('Tasks left open'),
          list(left.map(({ text: words, owner }) => `${words}${owner === null ? '' : ` (${owner})`}`)),
        ]),
    ...(repeated.length === 0 ? [] : [heading('Tasks that repeated'), list(repeated)]),
    ...(checklists.length === 0 ? [] : [heading('Checklists'), checklistTable(checklists)]),
  ];
}

function itemLine(item: Review['actionItems'][number], say: Say) {
  const more = [
    item.type === null ? '' : `type ${item.type}`,
    item.priority === null ? '' : `priority ${item.priority}`,
    item.automate ? 'can be automated' : '',
    item.state === 'done' ? (item.doneAt === null ? 'done' : `done ${say.time(item.doneAt)}`) : '',
    item.state === 'dropped' ? 'dropped' : '',
    item.why ?? '',
    item.ticket === null
      ? ''
      : `ticket ${item.ticket}${item.ticketState === null ? '' : ` (${item.ticketState.name})`}`,
  ].filter(Boolean);
  const words = text(`${item.number} ${item.line}${more.length === 0 ? '' : ` · ${more.join(' · ')}`}`);
  const isDropped = item.state === 'dropped';
  return {
    words: isDropped ? [{ type: 'delete' as const, children: words }] : words,
    isDone: item.state === 'done',
  };
}

const checklistTable = (rows: Review['checklists']): RootContent =>
  table(
    [
      ['words', 'Checklist'],
      ['value', 'Done'],
      ['words', 'Skipped'],
      ['words', 'Not done'],
    ],
    rows.map(({ title, done, total, skipped, open }) => [
      title,
      `${done} of ${total}`,
      skipped.join('\n'),
      open.join('\n'),
    ]),
  );
