import { buildDocument } from '../document/build.ts';
import type { Document, Figure, DocumentSection } from '../document/document.ts';
import { drawnFrom } from '../document/frozen.ts';
import type { Review } from '../review.ts';
import { escapeHtml } from './escape.ts';
import { fontFaces } from './html-fonts.ts';
import { htmlBlocks } from './html-nodes.ts';
import { htmlReplay } from './html-replay.ts';
import { style } from './html-style.ts';
import { drawStrip } from './strip.ts';

/** RV4: one self-contained file that fetches nothing and runs nothing. */
export function renderHtml(review: Review): string {
  const document = buildDocument(review);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${document.isDraft ? 'Draft: ' : ''}${document.title}: incident review`)}</title>
<style>${fontFaces}${style}
</style>
</head>
<body>
${head(document, review)}
<main>
${sections(document, review)}
<footer>${escapeHtml(document.foot)}</footer>
</main>
</body>
</html>
`;
}

const pairs = (list: readonly Figure[]): string =>
  list
    .map(
      ({ name, value }) => `<div><dt>${escapeHtml(name)}</dt> <dd dir="auto">${escapeHtml(value)}</dd></div>`,
    )
    .join('\n');

function head({ title, isDraft, facts, figures, notices }: Document, { severity }: Review): string {
  return `<header${severity.peak === null ? '' : ` class="${severity.peak}"`}>
<p class="kicker">Post-incident review${isDraft ? ' <strong class="draft">DRAFT</strong>' : ''}</p>
<h1 dir="auto">${escapeHtml(title)}</h1>
${notices.map((words) => `<p class="caveat">${escapeHtml(words)}</p>`).join('\n')}
<dl class="figures">
${pairs(figures)}
</dl>
<dl class="facts">
${pairs(facts)}
</dl>
</header>`;
}

/** Fewer need no list. */
const fewestListed = 6;

/** The list of sections follows the summary, as in a Word file. */
function sections({ sections: all }: Document, review: Review): string {
  const listed = all.filter(({ isForWriters }) => !isForWriters);
  const first = listed[0];
  return all
    .map((section) => {
      const number = listed.indexOf(section) + 1;
      const written = writeSection(section, { review, id: `s${number}` });
      return section === first && listed.length >= fewestListed ? `${written}\n${contents(listed)}` : written;
    })
    .join('\n');
}

const contents = (listed: readonly DocumentSection[]): string =>
  `<nav class="contents" aria-label="Contents"><ol>${listed
    .map(({ heading }, index) => `<li><a href="#s${index + 1}">${escapeHtml(heading)}</a></li>`)
    .join('')}</ol></nav>`;

function writeSection(section: DocumentSection, { review, id }: { review: Review; id: string }): string {
  const { heading, blocks, hasStrip } = section;
  const drawn = hasStrip ? drawnFrom(review) : null;
  const isPublic = review.template?.public === true;
  const kind = section.isForWriters ? ' class="todo"' : ` id="${id}"`;
  return `<section${kind}>
<h2>${escapeHtml(heading)}</h2>
${drawn === null ? '' : `${drawStrip(drawn)}${isPublic ? '' : htmlReplay(drawn)}`}
${htmlBlocks(blocks)}
</section>`;
}
