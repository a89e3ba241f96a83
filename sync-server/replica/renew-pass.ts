// HU4: the key of this desktop, signed anew by the team's server at each connection.
import { hostname } from 'node:os';
import { z } from 'zod';
import type { Log } from '../sync/rooms.ts';
import { ask } from './ask.ts';
import type { Target } from './forward.ts';

/** What the replica knows of passes: a key to have signed, and where to put what comes back. */
export type PassKeeper = { key(): string; keep(pass: string): void };

const passSchema = z.object({ pass: z.string() });

/** Under the name that this computer goes by. An upstream that gives none (a hub, an older one) is no worse an upstream. */
export async function renewPass(passes: PassKeeper | null, target: Target, log: Log): Promise<void> {
  if (passes === null) return;
  try {
    const path = `/api/v1/passes/${encodeURIComponent(passes.key())}`;
    const named = `${path}?computer=${encodeURIComponent(hostname().slice(0, 120))}`;
    // An older server takes no name.
    const answer = await ask(target, named, passSchema).catch(() => ask(target, path, passSchema));
    passes.keep(answer.pass);
  } catch (error) {
    log.debug({ upstream: target.url, err: error }, 'no pass for hubs from this upstream');
  }
}
