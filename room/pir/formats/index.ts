// The list of formats a review can be written in. A new one is one file and one line here.
import { docx } from './docx.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';

export const formats = { markdown, html, docx, json } as const;
