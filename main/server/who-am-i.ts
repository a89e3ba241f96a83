import { mePath, meSchema, type Me } from '#wire/api/me.ts';
import type { ServerAddress } from './embedded-server.ts';

/** The owner of this desktop, as known to its server. Throws when the server does not know. */
export async function whoAmI({ url, token }: ServerAddress): Promise<Me> {
  const response = await fetch(`${url}${mePath}`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok)
    throw new Error(`The room server did not say who is signed in: it answered ${response.status}.`);
  return meSchema.parse(await response.json());
}
