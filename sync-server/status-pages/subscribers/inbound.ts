// SP99, SP152: the addresses to which a page's providers pass what comes in: replies by SMS, and returned mails.
import { randomBytes } from 'node:crypto';
import type { Database } from '../../storage/database.ts';
import { keepFirst, readKept } from '../../storage/kept-values.ts';

export type InboundWay = 'sms' | 'returned';

export type InboundKeys = {
  /** The secret in the page's address. */
  of(page: string, way: InboundWay): string;
};

export function openInboundKeys(database: Database): InboundKeys {
  return {
    of: (page, way) => {
      const name = `${way} key ${page}`;
      return readKept(database, name) ?? keepFirst(database, name, randomBytes(24).toString('base64url'));
    },
  };
}
