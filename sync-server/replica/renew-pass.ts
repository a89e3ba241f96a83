// HU4: the team's server signs this desktop's key again at each connection.
import { hostname } from 'node:os';
import { z } from 'zod';
import type { Log } from '../sync/rooms.ts';
import { ask } from './ask.ts';
import type { ForwardTarget } from './forward.ts';

/** The replica's access to passes: the key to sign, and where to store the pass. */
export type PassKeeper = { key(): string; keep(pass: string): void };

const passSchema = z.object({ pass: z.string() });

/** Sends this computer's name too. An upstream that gives no pass (a hub, an older one) is used all the same. */
export async function renewPass(passes: PassKeeper | null, target: ForwardTarget, log: Log): Promise<void> {
  if (passes === null) return;
  try {
    const path = `/api/v1/passes/${encodeURIComponent(passes.key())}`;
    const named = `${path}?computer=${encodeURIComponent(hostname().slice(0, 120))}`;
    // An older server accepts no name.
    const answer = await ask(target, named, passSchema).catch(() => ask(target, path, passSchema));
    passes.keep(answer.pass);
  } catch (error) {
    log.debug({ upstream: target.url, err: error }, 'no pass for hubs from this upstream');
  }
}
