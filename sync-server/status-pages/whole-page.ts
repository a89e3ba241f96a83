// All that is needed to make a page. Loaded only where there are pages: its calculator of time zones is large.
export { contentTypeOf, renderStatusPage } from '#status-page/render.ts';
export { subscribingPage } from '#status-page/html/subscribing.ts';
export { subscribingWordsIn } from '#status-page/languages/subscribing/index.ts';
export { updateMail, workMail } from '#status-page/mail/mail.ts';
export { pageSchema, publishedUpdateSchema } from '#status-page/schema/index.ts';
export { type StatusPageInput, viewPage } from '#status-page/view.ts';
