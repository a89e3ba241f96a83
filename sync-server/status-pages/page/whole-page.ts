// Everything needed to render a page. Loaded only when there are pages, because its time zone library is large.
export { contentTypeOf, renderStatusPage } from '#status-page/render.ts';
export { subscribingPage } from '#status-page/html/subscribing.ts';
export { subscribingWordsIn } from '#status-page/languages/subscribing/index.ts';
export { updateMail, workMail } from '#status-page/mail/mail.ts';
export { pageSchema, publishedUpdateSchema } from '#status-page/schema/index.ts';
export { foldReports, isOver } from '#status-page/truth/reports.ts';
export { isSilent } from '#status-page/truth/timeline.ts';
export { type StatusPageInput, viewPage } from '#status-page/view.ts';
