// SP83: the forms for publishing targets other than a folder, with the fields of SP70.
import { toSettings, type FieldValues, type FormField } from '../../../fields/field.ts';
import { strings } from '../../../strings/index.ts';
import type { TargetAnswer } from '../status-page.ts';

const words = strings.statusPages.places;

export const placeKinds = ['s3', 'git', 'ssh', 'put'] as const;
export type PlaceKind = (typeof placeKinds)[number];

type Say = { label: string; hint?: string };

const text = (name: string, { label, hint }: Say, more: Partial<FormField> = {}): FormField => ({
  name,
  label,
  hint: hint ?? null,
  input: 'text',
  options: null,
  unit: null,
  group: null,
  isMain: true,
  isSecret: false,
  isRequired: true,
  fallback: null,
  steps: null,
  ...more,
});
const optional = { isRequired: false };
const secret = { input: 'secret', isSecret: true } as const;
/** For desktops that publish while the server is away. */
const away = { group: words.away, isRequired: false };

const forms: Record<PlaceKind, readonly FormField[]> = {
  s3: [
    text('endpoint', words.endpoint, { input: 'url' }),
    text('bucket', words.bucket),
    text('prefix', words.prefix, optional),
    text('region', words.region, optional),
    text('accessKeyId', words.accessKeyId),
    text('secretAccessKey', words.secretAccessKey, secret),
    text('awayAccessKeyId', words.accessKeyId, away),
    text('awaySecretAccessKey', words.secretAccessKey, { ...secret, ...away }),
  ],
  git: [
    text('repository', words.repository),
    text('branch', words.branch),
    text('token', words.gitToken, { ...secret, ...optional }),
    text('awayToken', words.gitToken, { ...secret, ...away }),
  ],
  ssh: [
    text('host', words.host),
    text('port', words.port, { input: 'number', isRequired: false }),
    text('user', words.user),
    text('path', words.path),
    text('hostKey', words.hostKey, { input: 'lines' }),
    text('key', words.key, { input: 'lines', isSecret: true }),
    text('awayKey', words.key, { ...away, input: 'lines', isSecret: true }),
  ],
  put: [
    text('url', words.url, { input: 'url' }),
    text('token', words.putToken, { ...secret, ...optional }),
    text('awayToken', words.putToken, { ...secret, ...away }),
  ],
};

/** Null for a folder, which has its own field, and for a kind that this version does not know. */
export const placeFormOf = (kind: string): readonly FormField[] | null =>
  kind in forms ? forms[kind as PlaceKind] : null;

/** The target's settings that its form shows. */
export function placeValues({ kind: _kind, ...settings }: TargetAnswer): FieldValues {
  return Object.fromEntries(
    Object.entries(settings).filter(
      (entry): entry is [string, string | number] =>
        typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  );
}

/** The target to send, without empty fields. A private key keeps its lines and ends with a newline. */
export function placeOf(target: TargetAnswer): TargetAnswer {
  const fields = placeFormOf(target.kind);
  if (fields === null) return target;
  const settings = toSettings(fields, placeValues(target));
  const { hostKey } = settings;
  return {
    ...settings,
    kind: target.kind,
    ...(typeof hostKey === 'string' && { hostKey: hostKey.trim() }),
  };
}
