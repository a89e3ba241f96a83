// The list of review formats. A new one is one file and one entry here. A format's code is loaded on first use,
// so a server starts without it.
import type { Format } from './format.ts';

export const formats = {
  markdown: {
    label: 'Markdown',
    extension: 'md',
    mediaType: 'text/markdown; charset=utf-8',
    render: async (review) => (await import('./markdown.ts')).renderMarkdown(review),
  },
  html: {
    label: 'Web page',
    extension: 'html',
    mediaType: 'text/html; charset=utf-8',
    render: async (review) => (await import('./html.ts')).renderHtml(review),
  },
  docx: {
    label: 'Word document',
    extension: 'docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    render: async (review) => (await import('./docx.ts')).renderDocx(review),
  },
  json: {
    label: 'JSON',
    extension: 'json',
    mediaType: 'application/json; charset=utf-8',
    render: async (review) => (await import('./json.ts')).renderJson(review),
  },
} as const satisfies Record<string, Format>;
