// A status page in the API, without secrets.
import { mask } from '../forms/secret.ts';
import type { StatusPage } from './records.ts';
import { pageSecrets, secretsOf, type Target } from './settings.ts';

function hideSecrets(target: Target): Record<string, unknown> {
  const secrets: readonly string[] = secretsOf[target.kind];
  return Object.fromEntries(
    Object.entries(target).map(([name, value]) => [name, secrets.includes(name) ? mask : value]),
  );
}

export const showPage = ({ id, settings, createdAt, updatedAt }: StatusPage, address: string) => ({
  ...settings,
  ...Object.fromEntries(
    pageSecrets.filter((name) => settings[name] !== undefined).map((name) => [name, mask]),
  ),
  ...(settings.targets === undefined ? {} : { targets: settings.targets.map(hideSecrets) }),
  id,
  createdAt,
  updatedAt,
  address,
});
