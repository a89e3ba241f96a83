import { cleanText } from '../markdown/plain-text.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for an element or a quoted attribute, in HTML and XML. */
export const escapeHtml = (text: string): string =>
  cleanText(text).replace(/[&<>"']/gu, (sign) => entities[sign] ?? sign);
