import { expect, test } from 'vitest';
import { readGithub } from './github.ts';

const repository = { full_name: 'shop/checkout', html_url: 'https://github.com/shop/checkout' };
const read = (body: unknown) => readGithub(body)?.map(({ text, url }) => [text, url]) ?? null;
const deployment = { ref: 'v412', environment: 'production', sha: 'abc' };
const sender = { login: 'ana' };
const log_url = 'https://github.com/shop/checkout/actions/runs/1';
const status = (state: string) =>
  read({ deployment, deployment_status: { state, log_url, target_url: '' }, repository, sender });

test('[IT6] GitHub’s deployments and pushes are changes', () => {
  expect(read({ action: 'created', deployment, repository, sender })).toEqual([
    ['Deployment begun: shop/checkout v412 to production by ana', repository.html_url],
  ]);
  expect(status('success')).toEqual([['Deployed shop/checkout v412 to production by ana', log_url]]);
  expect(status('failure')?.[0]?.[0]).toBe('Deployment failed: shop/checkout v412 to production by ana');
  expect(status('in_progress')).toEqual([]);
  const push = {
    ref: 'refs/heads/main',
    before: 'a',
    after: 'b',
    compare: 'https://github.com/shop/checkout/compare/a...b',
    commits: [{}, {}],
    head_commit: { message: 'Fix the till\n\nMore words' },
    repository,
    pusher: { name: 'bo' },
  };
  expect(read(push)).toEqual([['Pushed 2 commits to shop/checkout main by bo: Fix the till', push.compare]]);
  expect(read({ ...push, forced: true, commits: [{}], head_commit: null })?.[0]?.[0]).toBe(
    'Force-pushed 1 commit to shop/checkout main by bo',
  );
  expect(read({ ...push, deleted: true, commits: [], compare: 'x' })).toEqual([
    ['Deleted main of shop/checkout by bo', repository.html_url],
  ]);
  expect(read({ zen: 'Keep it simple', hook_id: 1, hook: {}, repository })).toEqual([]);
  // Something else with a repository is what it says.
  expect(read({ text: 'Flag on', repository: 5 })).toBeNull();
});
