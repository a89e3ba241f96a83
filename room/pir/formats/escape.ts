import { cleanText } from '../markdown/plain-text.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in an element or in a quoted attribute, of HTML as of XML. */
export const escapeHtml = (text: string): string =>
  cleanText(text).replace(/[&<>"']/gu, (sign) => entities[sign] ?? sign);
