// SI: opens the company's sign-in; null when the server has none.
import type { AuditLog } from '../audit/audit-log.ts';
import type { WallClock } from '../clock.ts';
import type { Authority } from '../people/authority.ts';
import type { People } from '../people/people.ts';
import type { Database } from '../storage/database.ts';
import type { Log } from '../sync/rooms.ts';
import { trackSignIns, type SignInsGoing } from './going.ts';
import type { OidcSettings } from './oidc-settings.ts';
import { makeProvider, type Provider } from './provider.ts';
import { openSignIns, type SignIns } from './sign-ins.ts';

export type CompanySignIn = { issuer: string; provider: Provider; going: SignInsGoing; signIns: SignIns };

export function openCompanySignIn(options: {
  settings: OidcSettings | null;
  database: Database;
  people: People;
  authority: Authority;
  audit: AuditLog;
  clock: WallClock;
  log: Log;
}): CompanySignIn | null {
  const { settings, clock } = options;
  if (settings === null) return null;
  const now = () => clock.now();
  const provider = makeProvider(settings, now);
  const signIns = openSignIns({ ...options, settings, provider });
  return { issuer: settings.issuer, provider, going: trackSignIns(now), signIns };
}
