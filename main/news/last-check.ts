// PT6: when everybody on call was last checked, for the tray. The live feed does not say it, so the API is asked.
import type { ServerAddress } from '../server/embedded-server.ts';
import { z } from 'zod';
import { pageTestSchema } from '#wire/api/paging.ts';

const checksSchema = z.object({ items: z.array(pageTestSchema) });
const askEveryMs = 5 * 60_000;

type Options = {
  address: () => Promise<ServerAddress>;
  log: (line: string) => void;
  /** Called when the answer changed. */
  changed: () => void;
};

export type LastCheck = {
  /** Epoch ms on the team's clock; null when there was none, undefined while it is not known. */
  at: () => number | null | undefined;
  /** Asks now, and then every 5 minutes. */
  ask: () => void;
  stop: () => void;
};

export function followLastCheck({ address, log, changed }: Options): LastCheck {
  let at: number | null | undefined;
  let next: NodeJS.Timeout | undefined;
  let turn = 0;
  const read = async (asked: number) => {
    const { url, token } = await address();
    const response = await fetch(`${url}/api/v1/communication-checks`, {
      headers: { authorization: `Bearer ${token}` },
    });
    // While the team's server is away, the last known time stays.
    if (!response.ok) return;
    const found = checksSchema.parse(await response.json()).items[0]?.at ?? null;
    if (asked !== turn || found === at) return;
    at = found;
    changed();
  };
  const ask = () => {
    clearTimeout(next);
    turn += 1;
    next = setTimeout(ask, askEveryMs);
    read(turn).catch((error: unknown) => log(`communication checks: ${String(error)}`));
  };
  return {
    at: () => at,
    ask,
    stop: () => {
      turn += 1;
      clearTimeout(next);
    },
  };
}
