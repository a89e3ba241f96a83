/**
 * A subject that mail programs show as it was written. RFC 2047: they decode what looks like an encoded word, so a
 * title such as `=?utf-8?B?…?=` could say anything else. A word joiner, which is invisible, prevents that.
 */
export const mailSubject = (text: string): string => text.replaceAll('=?', '=\u2060?');
