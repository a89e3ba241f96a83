import { z } from 'zod';
import { requiredTextField, textField, urlField } from '../../forms/fields.ts';
import { issueText } from './markup.ts';
import { defineTracker, reading } from './tracker.ts';

type Settings = { project: string; token: string; url: string; labels: string };

const issue = z.object({
  iid: z.number(),
  web_url: z.string(),
  state: z.string(),
  description: z.string().nullish(),
});
const readIssue = reading(issue);
const readIssues = reading(z.array(issue));

const request = ({ url, token, project }: Settings, path: string, method = 'GET') => ({
  url: `${url.replace(/\/+$/u, '')}/api/v4/projects/${encodeURIComponent(project)}${path}`,
  method,
  headers: { 'private-token': token },
});

/** The REST API of gitlab.com and of self-hosted GitLab. */
export const gitlab = defineTracker({
  label: 'GitLab issues',
  fields: {
    project: requiredTextField({
      label: 'Project',
      hint: 'As in the address: acme/shop',
      max: 300,
      check: (text) => (/^[\w.-]+(?:\/[\w.-]+)+$/u.test(text) ? null : 'group/project'),
    }),
    token: requiredTextField({
      label: 'Token',
      hint: 'With the scope api. Not shown again after you save.',
      isSecret: true,
      max: 500,
    }),
    labels: textField({ label: 'Labels', hint: 'Separated by commas.', max: 300 }),
    url: {
      ...urlField({ label: 'Address', protocols: ['https:', 'http:'] }),
      fallback: 'https://gitlab.com',
    },
  },
  api: {
    escape: issueText,
    project: (settings) => request(settings, ''),
    find: (settings, mark) => request(settings, `/issues?in=description&search=${mark}&per_page=20`),
    readFound: (answer, mark) => {
      const found = readIssues(answer)?.find(({ description }) => description?.includes(`<!-- ${mark} -->`));
      return found === undefined ? null : { ...found, id: String(found.iid) };
    },
    make: (settings, { title, text, mark }) => ({
      ...request(settings, '/issues', 'POST'),
      json: { title, description: `${text}\n\n<!-- ${mark} -->`, labels: settings.labels },
    }),
    readMade: (answer) => readIssue(answer)?.web_url ?? null,
    comment: (settings, id, text) => ({
      ...request(settings, `/issues/${id}/notes`, 'POST'),
      json: { body: text },
    }),
    ticket: (settings, { host, pathname }) => {
      const base = new URL(settings.url);
      const start = `${base.pathname.replace(/\/+$/u, '')}/${settings.project}/-/`.toLowerCase();
      if (host !== base.host || !pathname.toLowerCase().startsWith(start)) return null;
      const [, number] = /^(?:issues|work_items)\/(\d+)\/?$/u.exec(pathname.slice(start.length)) ?? [];
      return number === undefined ? null : request(settings, `/issues/${number}`);
    },
    readState: (answer) => {
      const read = readIssue(answer);
      return read === null ? null : { isOpen: read.state !== 'closed', name: read.state };
    },
  },
});
