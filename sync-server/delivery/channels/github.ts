import { z } from 'zod';
import { requiredTextField, textField, urlField } from '../../forms/fields.ts';
import { issueText } from './markup.ts';
import { defineTracker, reading } from './tracker.ts';

type Settings = { repository: string; token: string; url: string; labels: string };

const issue = z.object({
  number: z.number(),
  html_url: z.string(),
  state: z.string(),
  state_reason: z.string().nullish(),
  body: z.string().nullish(),
});
const readIssue = reading(issue);
const readIssues = reading(z.array(issue));

const request = ({ url, token, repository }: Settings, path: string, method = 'GET') => ({
  url: `${url.replace(/\/+$/u, '')}/repos/${repository}${path}`,
  method,
  headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${token}` },
});
/** Where people read: api.github.com belongs to github.com, an own server has both under one name. */
const hostOf = ({ url }: Settings): string => new URL(url).host.replace(/^api\.github\.com$/u, 'github.com');

/** The REST API of github.com and of GitHub Enterprise Server. */
export const github = defineTracker({
  label: 'GitHub issues',
  fields: {
    repository: requiredTextField({
      label: 'Repository',
      hint: 'As in the address: acme/shop',
      max: 200,
      check: (text) => (/^[\w.-]+\/[\w.-]+$/u.test(text) ? null : 'owner/repository'),
    }),
    token: requiredTextField({
      label: 'Token',
      hint: 'It may read and write issues of this repository. Not shown again after you save.',
      isSecret: true,
      max: 500,
    }),
    labels: textField({ label: 'Labels', hint: 'Separated by commas.', max: 300 }),
    url: {
      ...urlField({ label: 'Address of the API', protocols: ['https:', 'http:'] }),
      fallback: 'https://api.github.com',
    },
  },
  api: {
    escape: issueText,
    project: (settings) => request(settings, ''),
    find: (settings) => request(settings, '/issues?state=all&sort=created&direction=desc&per_page=50'),
    readFound: (answer, mark) => {
      const found = readIssues(answer)?.find(({ body }) => body?.includes(`<!-- ${mark} -->`));
      return found === undefined ? null : { ...found, id: String(found.number) };
    },
    make: (settings, { title, text, mark }) => ({
      ...request(settings, '/issues', 'POST'),
      json: {
        title,
        body: `${text}\n\n<!-- ${mark} -->`,
        labels: settings.labels
          .split(',')
          .map((label) => label.trim())
          .filter(Boolean),
      },
    }),
    readMade: (answer) => readIssue(answer)?.html_url ?? null,
    comment: (settings, id, text) => ({
      ...request(settings, `/issues/${id}/comments`, 'POST'),
      json: { body: text },
    }),
    ticket: (settings, { host, pathname }) => {
      const [, repository = '', number] = /^\/([^/]+\/[^/]+)\/issues\/(\d+)\/?$/u.exec(pathname) ?? [];
      const isHere =
        host === hostOf(settings) && repository.toLowerCase() === settings.repository.toLowerCase();
      return isHere && number !== undefined ? request(settings, `/issues/${number}`) : null;
    },
    readState: (answer) => {
      const read = readIssue(answer);
      if (read === null) return null;
      const isOpen = read.state !== 'closed';
      return { isOpen, name: isOpen ? 'open' : (read.state_reason ?? 'closed').replaceAll('_', ' ') };
    },
  },
});
