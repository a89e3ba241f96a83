import { escapeMarkup } from '#room/text/escape-markup.ts';

type Frame = {
  heading: string;
  /** The title of the window; the heading when absent. */
  title?: string;
  style: string;
  /** HTML below the heading. */
  body: string;
  /** Loads the page again after as many seconds. */
  refreshSeconds?: number | null;
};

/** A page without script for people who open a link that is its own credential: an acknowledgement, a report. */
export const framePage = ({ heading, title = heading, style, body, refreshSeconds = null }: Frame): string =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${refreshSeconds === null ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}">\n`}<title>${escapeMarkup(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeMarkup(heading)}</h1>
${body}
</main>
</body>
</html>
`;
