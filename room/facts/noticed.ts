// DC1: the kind of an incident and how it was noticed, as text.
import type { Noticed } from '../team/scales.ts';
import { spoken } from '../text/words.ts';

const ways: Record<Noticed, string> = {
  employee: 'by an employee',
  customer: 'by a customer',
  ticket: 'by a support ticket',
  deploy: 'during a deploy',
  monitor: 'by a monitor',
};

/** `by a customer (Kim)`. */
export const sayNoticed = spoken(function sayNoticed({
  how,
  who,
}: {
  how: Noticed;
  who?: string | undefined;
}): string {
  return `${ways[how]}${who === undefined ? '' : ` (${who})`}`;
});

type Declared = {
  nature?: string | undefined;
  noticed?: { how: Noticed; who?: string | undefined } | undefined;
};

/** The part behind the title in a line: ` (outage, noticed by a customer (Kim))`; empty without nature and first notice. */
export const sayNature = spoken(function sayNature({ nature, noticed }: Declared): string {
  const parts = [nature, noticed && `noticed ${sayNoticed(noticed)}`].filter(Boolean);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
});
