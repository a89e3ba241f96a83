import DOMPurify from 'dompurify';
import { Marked } from 'marked';

const markdown = new Marked({ gfm: true, breaks: true });

/** Markdown to HTML that cannot run, load or style anything: what others wrote is shown, never obeyed. */
export function safeHtml(text: string): string {
  const html = markdown.parse(text, { async: false });
  return DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true },
    // Images would tell their host who reads; forms and styles have no place in a text.
    FORBID_TAGS: [
      'style',
      'form',
      'input',
      'button',
      'textarea',
      'select',
      'img',
      'picture',
      'video',
      'audio',
      'source',
      'link',
    ],
    FORBID_ATTR: ['style', 'id', 'class', 'name', 'target'],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel|ssh):/i,
  });
}
