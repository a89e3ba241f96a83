import { hostname } from 'node:os';
import { z } from 'zod';
import { ask } from './ask.ts';

const passSchema = z.object({ pass: z.string() });

/** HU4, JN9: a pass for this computer's key, under the name that the computer goes by. Rejects where there is none. */
export async function askForPass(target: Parameters<typeof ask>[0], key: string) {
  const path = `/api/v1/passes/${encodeURIComponent(key)}`;
  const named = `${path}?computer=${encodeURIComponent(hostname().slice(0, 120))}`;
  // An older server takes no name.
  return ask(target, named, passSchema).catch(() => ask(target, path, passSchema));
}
