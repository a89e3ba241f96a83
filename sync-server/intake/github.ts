// GitHub's webhooks (docs.github.com, "Webhook events and payloads"): deployment, deployment_status and push as
// changes.
import { entryOf } from '#room/text/plain.ts';
import { z } from 'zod';
import { clip, isWebAddress, type SystemChange } from './alert.ts';

const repository = z.looseObject({ full_name: z.string(), html_url: z.string().nullish() });
const person = z.looseObject({ login: z.string().nullish(), name: z.string().nullish() }).nullish();

const deployment = z.looseObject({
  deployment: z.looseObject({ ref: z.string(), environment: z.string() }),
  deployment_status: z
    .looseObject({ state: z.string(), target_url: z.string().nullish(), log_url: z.string().nullish() })
    .nullish(),
  repository,
  sender: person,
});
const push = z.looseObject({
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  deleted: z.boolean().nullish(),
  forced: z.boolean().nullish(),
  compare: z.string().nullish(),
  commits: z.array(z.unknown()).nullish(),
  head_commit: z.looseObject({ message: z.string() }).nullish(),
  repository,
  pusher: person,
});

/** Null when it is not from GitHub. A state before the deployment itself (queued, pending) is not a change. */
export function readGithub(body: unknown): SystemChange[] | null {
  if (typeof body !== 'object' || body === null || !('repository' in body)) return null;
  // A ping confirms that the webhook was set up.
  if ('zen' in body && 'hook_id' in body) return [];
  const deployed = deployment.safeParse(body);
  if (deployed.success) return fromDeployment(deployed.data);
  const pushed = push.safeParse(body);
  return pushed.success ? fromPush(pushed.data) : null;
}

const unsettled = new Set(['queued', 'pending', 'in_progress', 'waiting']);
const states: Readonly<Record<string, string>> = {
  success: 'Deployed',
  failure: 'Deployment failed:',
  error: 'Deployment failed:',
  inactive: 'Deployment no longer active:',
};

function fromDeployment(event: z.output<typeof deployment>): SystemChange[] {
  const { deployment: what, deployment_status: status, repository: where, sender } = event;
  if (status && unsettled.has(status.state)) return [];
  const did = status
    ? (entryOf(states, status.state) ?? `Deployment is ${status.state}:`)
    : 'Deployment begun:';
  const by = sender?.login ? ` by ${sender.login}` : '';
  const text = `${did} ${where.full_name} ${what.ref} to ${what.environment}${by}`;
  return [toChange(text, where.full_name, [status?.log_url, status?.target_url, where.html_url])];
}

function fromPush(event: z.output<typeof push>): SystemChange[] {
  const { repository: where, pusher, commits, head_commit: head, compare } = event;
  const ref = event.ref.replace(/^refs\/(?:heads|tags)\//u, '');
  const who = pusher?.name ?? pusher?.login;
  const by = who ? ` by ${who}` : '';
  if (event.deleted === true)
    return [toChange(`Deleted ${ref} of ${where.full_name}${by}`, where.full_name, [where.html_url])];
  const count = commits?.length ?? 0;
  const many = count === 1 ? '1 commit' : `${count} commits`;
  const [title = ''] = (head?.message ?? '').split('\n', 1);
  const did = event.forced === true ? 'Force-pushed' : 'Pushed';
  const what = `${did} ${many} to ${where.full_name} ${ref}${by}`;
  const text = title === '' ? what : `${what}: ${title}`;
  return [toChange(text, where.full_name, [compare, where.html_url])];
}

const toChange = (
  text: string,
  source: string,
  links: readonly (string | null | undefined)[],
): SystemChange => ({
  text: clip(text, 1_024),
  source: clip(source, 1_024),
  service: null,
  url: links.find((each) => typeof each === 'string' && isWebAddress(each)) ?? null,
});
