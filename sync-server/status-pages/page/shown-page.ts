// A status page in the API, without secrets.
import type { PageAnswer } from '#wire/api/status-pages.ts';
import { mask } from '../../forms/secret.ts';
import type { StatusPage } from './records.ts';
import { pageSecrets, secretsOf, type Target } from './settings.ts';

function hideSecrets(target: Target): Pick<Target, 'kind'> {
  const secrets: readonly string[] = secretsOf[target.kind];
  const shown = Object.entries(target).map(([name, value]) => [name, secrets.includes(name) ? mask : value]);
  return { ...Object.fromEntries(shown), kind: target.kind };
}

export const showPage = ({ id, settings, createdAt, updatedAt }: StatusPage, address: string) =>
  ({
    ...settings,
    ...Object.fromEntries(
      pageSecrets.filter((name) => settings[name] !== undefined).map((name) => [name, mask]),
    ),
    ...(settings.targets === undefined ? {} : { targets: settings.targets.map(hideSecrets) }),
    id,
    createdAt,
    updatedAt,
    address,
  }) satisfies PageAnswer;
