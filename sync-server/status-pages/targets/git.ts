// SP73: a git branch, as hosts of static pages serve it. Each generation is one commit without parents that replaces
// the previous one: the branch stays small, and no visitor sees a mixture. Files that only the host needs stay, such
// as CNAME, which holds the domain of a page at GitHub.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Generation } from '../page/generation.ts';
import type { Target } from '../page/settings.ts';
import { type Published, sequenceIn, type Way } from './upload.ts';

type GitTarget = Extract<Target, { kind: 'git' }>;
type Git = (args: readonly string[], input?: Buffer) => Promise<string>;

/** How often a push is tried when others push at the same time. */
const mostPushes = 3;

/** The branch changed between reading it and pushing. */
class PushCrossed extends Error {
  constructor() {
    super('somebody else pushed to the branch at the same time');
  }
}

/** Rejects with a sentence for the operator. */
export async function publishToGit(target: GitTarget, generation: Generation, way: Way): Promise<Published> {
  const host = hostOf(target.repository);
  if (host !== null) {
    way.egress.assertAllowed(host);
    await way.egress.resolveAll(host, way.signal);
  }
  const folder = await mkdtemp(join(tmpdir(), 'muster-git-'));
  try {
    const git = openGit(folder, target, way.signal);
    await git(['init', '--quiet', '--bare', '.']);
    for (let left = mostPushes; ; left -= 1) {
      const lease = await readBranch(git, target);
      if (lease.sequence > way.over) return { newer: lease.sequence };
      await git(['fast-import', '--quiet', '--force'], commitOf(generation, lease.others));
      try {
        await push(git, target, lease.commit);
        return 'published';
      } catch (error) {
        if (!(error instanceof PushCrossed) || left === 1) throw error;
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Replaces the branch as long as `commit` is its newest one. Throws PushCrossed when it is not. */
const push = (git: Git, target: GitTarget, commit: string) => {
  const branch = `refs/heads/${target.branch}`;
  const lease = `--force-with-lease=${branch}:${commit}`;
  return git(['push', '--quiet', lease, '--', target.repository, `refs/heads/page:${branch}`]);
};

/** One entry at the top of a branch, as `git ls-tree` lists it. */
type Entry = { mode: string; type: string; hash: string; name: string };

/**
 * The branch's commit, the sequence of the page in it, and what else is at its top; '', 0 and nothing for an empty
 * branch.
 */
async function readBranch(git: Git, { repository, branch }: GitTarget) {
  const listed = await git(['ls-remote', '--', repository, `refs/heads/${branch}`]);
  const commit = /^([0-9a-f]{40,64})\t/u.exec(listed)?.[1] ?? '';
  if (commit === '') return { commit, sequence: 0, others: [] };
  await git(['fetch', '--quiet', '--depth=1', '--', repository, `refs/heads/${branch}`]);
  const entries = (await git(['ls-tree', '-z', 'FETCH_HEAD'])).split('\0').flatMap(entryOf);
  const hasPage = entries.some(({ name }) => name === 'generation.json');
  const others = entries.filter(isOfHost);
  if (!hasPage && others.length < entries.length)
    throw new Error(`the branch ${branch} holds other files. Name a new branch`);
  const sequence = hasPage
    ? sequenceIn(await git(['show', '--end-of-options', 'FETCH_HEAD:generation.json']))
    : 0;
  return { commit, sequence, others };
}

function entryOf(line: string): Entry[] {
  const [, mode = '', type = '', hash = '', name = ''] = /^(\d+) (\w+) (\w+)\t(.+)$/su.exec(line) ?? [];
  return name === '' ? [] : [{ mode, type, hash, name }];
}

/** `CNAME`, `.nojekyll`, `.well-known/` and the like, for the host of static pages; a page has no such files. */
const isOfHost = ({ name, type }: Entry): boolean =>
  type !== 'commit' && (name === 'CNAME' || /^\.[\w.-]+$/u.test(name));

/** A generation's files, and those that stay, as input of `git fast-import`. */
function commitOf({ sequence, renderedAt, files }: Generation, others: readonly Entry[]): Buffer {
  const message = Buffer.from(`Status page, generation ${sequence}`);
  const parts: (string | Buffer)[] = [
    `commit refs/heads/page\ncommitter Muster <muster@localhost> ${Math.floor(renderedAt / 1_000)} +0000\n`,
    `data ${message.length}\n`,
    message,
    '\n',
  ];
  for (const { mode, hash, name } of others) parts.push(`M ${mode} ${hash} ${name}\n`);
  for (const [path, { bytes }] of files)
    parts.push(`M 100644 inline ${path}\ndata ${bytes.length}\n`, bytes, '\n');
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

/** The host of `https://…`, `ssh://…` and `name@host:path`; null for a path on this computer. */
function hostOf(repository: string): string | null {
  if (repository.startsWith('/')) return null;
  if (URL.canParse(repository) && repository.includes('://')) return new URL(repository).hostname;
  return /^[^@/]+@([^:/]+):/u.exec(repository)?.[1] ?? null;
}

const mostSaid = 2_000;

function openGit(folder: string, { token }: GitTarget, signal: AbortSignal): Git {
  const login = token === undefined ? null : Buffer.from(`x-access-token:${token}`).toString('base64');
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: 'https:http:ssh:file',
    GIT_SSH_COMMAND: 'ssh -o BatchMode=yes -o ConnectTimeout=20',
    // In the environment, where no other user of this computer can read it.
    GIT_CONFIG_COUNT: login === null ? '1' : '2',
    GIT_CONFIG_KEY_0: 'http.followRedirects',
    GIT_CONFIG_VALUE_0: 'false',
    ...(login !== null && {
      GIT_CONFIG_KEY_1: 'http.extraHeader',
      GIT_CONFIG_VALUE_1: `Authorization: Basic ${login}`,
    }),
  };
  return (args, input) =>
    new Promise((resolve, reject) => {
      const child = spawn('git', args, { cwd: folder, env, signal, stdio: ['pipe', 'pipe', 'pipe'] });
      let [out, wrong] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        if (wrong.length < mostSaid) wrong += chunk;
      });
      child.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'ENOENT' ? new Error('there is no git program on this server') : error),
      );
      child.once('close', (code) => (code === 0 ? resolve(out) : reject(failureOf(args, wrong))));
      // If git ends early, its exit code says why.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
}

function failureOf([verb]: readonly string[], wrong: string): Error {
  if (
    /stale info|fetch first|non-fast-forward|cannot lock ref .*(?:but expected|already exists)/u.test(wrong)
  )
    return new PushCrossed();
  const line = wrong
    .split('\n')
    .map((each) => each.replace(/^(?:fatal|error|remote): /u, '').trim())
    .find(Boolean);
  return new Error(`git ${verb ?? ''} failed: ${line ?? 'it gave no reason'}`);
}
