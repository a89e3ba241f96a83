import { expect, test } from 'vitest';
import { hasPostgres, startPostgres } from '../../checks/testing/databases.ts';
import { makeDatabase } from '../testing/postgres.ts';
import { openNotices } from './notices.ts';

const onTrouble = (error: unknown) => {
  throw error;
};

test.skipIf(!hasPostgres)(
  '[MP3] notices sent at once arrive in their order, and no library warns',
  async () => {
    await using cluster = await startPostgres();
    const url = await makeDatabase(cluster);
    const warnings: string[] = [];
    const note = ({ message }: Error) => void warnings.push(message);
    process.on('warning', note);
    const received: string[] = [];
    const [one, two] = [
      openNotices(url, { receive: () => undefined, onTrouble }),
      openNotices(url, { receive: (text) => void received.push(text), onTrouble }),
    ];
    try {
      // What is sent before both are connected is lost.
      await expect.poll(() => (one.send('hello'), received.length)).toBeGreaterThan(0);
      const texts = Array.from({ length: 50 }, (_none, index) => `text ${index}`);
      for (const text of texts) one.send(text);
      await expect.poll(() => received.filter((text) => text !== 'hello')).toEqual(texts);
      expect(warnings).toEqual([]);
    } finally {
      process.off('warning', note);
      await Promise.all([one.close(), two.close()]);
    }
  },
);
