import { setImmediate as otherWork } from 'node:timers/promises';
import type { NewLetter } from '../../delivery/outbox/letter.ts';
import type { Outbox } from '../../delivery/outbox/outbox.ts';
import type { Subscriber } from './subscriber.ts';
import type { SubscriberTable } from './subscriber-table.ts';

const atOnce = 500;

/** Puts a letter for each active subscriber into the outbox, where `letterFor` makes one; other work goes on between. */
export async function letterToAll(
  { table, outbox }: { table: SubscriberTable; outbox: Outbox },
  page: string,
  letterFor: (subscriber: Subscriber) => NewLetter | null,
): Promise<void> {
  for (let after = ''; ;) {
    const some = table.active(page, after, atOnce);
    outbox.add(some.flatMap((each) => letterFor(each) ?? []));
    after = some.at(-1)?.id ?? '';
    if (some.length < atOnce) return;
    await otherWork();
  }
}
