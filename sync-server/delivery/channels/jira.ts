import { z } from 'zod';
import { requiredTextField, textField, urlField } from '../../forms/fields.ts';
import { jiraText } from './markup.ts';
import { defineTracker, reading } from './tracker.ts';

type Settings = { url: string; project: string; issueType: string; user: string; token: string };

const readMade = reading(z.object({ key: z.string() }));
const readIssue = reading(
  z.object({
    fields: z.object({
      status: z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }).nullish() }),
    }),
  }),
);
const readIssues = reading(z.object({ issues: z.array(z.object({ key: z.string() })) }));

const baseOf = ({ url }: Pick<Settings, 'url'>): string => url.replace(/\/+$/u, '');
const request = (settings: Settings, path: string, method = 'GET') => {
  const { user, token } = settings;
  const basic = `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`;
  return {
    url: `${baseOf(settings)}/rest/api/2${path}`,
    method,
    headers: { accept: 'application/json', authorization: user === '' ? `Bearer ${token}` : basic },
  };
};

/** Version 2 of the API, which Jira Cloud and Data Center both have, and which takes plain text. */
export const jira = defineTracker({
  label: 'Jira',
  fields: {
    url: urlField({ label: 'Address', hint: 'https://acme.atlassian.net', protocols: ['https:', 'http:'] }),
    project: requiredTextField({
      label: 'Project',
      hint: 'Its key: SHOP',
      max: 40,
      check: (text) => (/^[A-Z]\w*$/iu.test(text) ? null : 'the key of a project: letters, digits and _'),
    }),
    issueType: textField({ label: 'Type of issue', max: 60, fallback: 'Task' }),
    user: textField({
      label: 'User',
      hint: 'Jira Cloud: the e-mail address of the account. Data Center: leave it empty.',
      max: 200,
    }),
    token: requiredTextField({
      label: 'Token',
      hint: 'Jira Cloud: an API token. Data Center: a personal access token. Not shown again after you save.',
      isSecret: true,
      max: 1_000,
    }),
  },
  api: {
    escape: jiraText,
    project: (settings) => request(settings, `/project/${settings.project}`),
    // Jira Cloud has only this search; Data Center has only the older one.
    find: (settings, mark) =>
      request(
        settings,
        `${settings.user === '' ? '/search' : '/search/jql'}?fields=status&jql=${encodeURIComponent(`labels = "${mark}"`)}`,
      ),
    readFound: (answer) => {
      const [found] = readIssues(answer)?.issues ?? [];
      return found === undefined ? null : { ...found, id: found.key };
    },
    make: (settings, { title, text, mark }) => ({
      ...request(settings, '/issue', 'POST'),
      json: {
        fields: {
          project: { key: settings.project },
          issuetype: { name: settings.issueType || 'Task' },
          summary: title,
          description: text,
          labels: [mark],
        },
      },
    }),
    readMade: (answer, settings) => {
      const made = readMade(answer);
      return made === null ? null : `${baseOf(settings)}/browse/${made.key}`;
    },
    comment: (settings, id, text) => ({
      ...request(settings, `/issue/${id}/comment`, 'POST'),
      json: { body: text },
    }),
    ticket: (settings, { href }) => {
      const start = `${baseOf(settings)}/browse/${settings.project}-`.toLowerCase();
      const number = href.toLowerCase().startsWith(start) ? href.slice(start.length) : '';
      return /^\d+$/u.test(number)
        ? request(settings, `/issue/${settings.project}-${number}?fields=status`)
        : null;
    },
    readState: (answer) => {
      const status = readIssue(answer)?.fields.status;
      return status === undefined
        ? null
        : { isOpen: status.statusCategory?.key !== 'done', name: status.name };
    },
  },
});
