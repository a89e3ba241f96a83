// Opens the configuration files, which put their items into the stores of the other parts.
import type { AuditLog } from '../audit/audit-log.ts';
import { openConfiguration } from '../configuration/configuration.ts';
import { knownIn } from '../configuration/plan.ts';
import type { Ground } from './open-ground.ts';

type Options = Ground & Parameters<typeof knownIn>[0] & { audit: AuditLog };

export async function openConfigured(options: Options) {
  const { config, closings } = options;
  const configuration = await openConfiguration({
    ...options,
    file: config.configuration,
    mayRemove: config.mayRemove,
    environment: process.env,
    known: knownIn(options),
  });
  closings.push(() => configuration.close());
  return configuration;
}
