import { escapeMarkup } from '../../text/escape-markup.ts';
import { cleanText } from '../markdown/plain-text.ts';

/** Escapes cleaned text for an element or a quoted attribute, in HTML and XML. */
export const escapeHtml = (text: string): string => escapeMarkup(cleanText(text));
