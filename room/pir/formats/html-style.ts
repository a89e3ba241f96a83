/** A page on paper: calm, dense, one column. Colour is kept for severities and for what helped. */
export const style = `
:root { --ink: #1b2023; --soft: #5b666c; --line: #d5dbde; --faint: #f4f6f7; --accent: #0f5f66;
  --P1: #c0322b; --P2: #c2610f; --P3: #9a7400; --P4: #2b6cb0; --helped: #2c7a4b; }
@page { size: A4; margin: 18mm 16mm 20mm; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scrollbar-width: thin; }
body { margin: 0 auto; padding: 40px 24px 64px; max-width: 860px; background: #fff; color: var(--ink);
  font: 400 13px/1.5 "IBM Plex Sans", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
header { border-bottom: 2px solid var(--ink); padding-bottom: 14px; margin-bottom: 8px; }
.kicker { color: var(--soft); font-size: 11px; margin: 0 0 8px; }
h1 { font-size: 24px; line-height: 1.25; font-weight: 600; margin: 0 0 12px; }
h2 { font-size: 16px; line-height: 1.3; font-weight: 600; margin: 30px 0 8px; break-after: avoid; }
h3 { font-size: 13px; font-weight: 600; margin: 14px 0 4px; break-after: avoid; }
p { margin: 0 0 8px; orphans: 3; widows: 3; }
ul, ol { margin: 0 0 8px; padding-inline-start: 20px; }
li { margin: 2px 0; }
a { color: var(--accent); }
code, pre, .mono { font-family: "IBM Plex Mono", ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12px; }
pre { background: var(--faint); padding: 8px 10px; margin: 0 0 8px; white-space: pre-wrap; break-inside: avoid; }
blockquote { margin: 0 0 8px; padding-inline-start: 12px; border-inline-start: 2px solid var(--line); color: var(--soft); }
dl { display: flex; flex-wrap: wrap; gap: 6px 32px; margin: 0; }
dt { color: var(--soft); font-size: 11px; }
dd { margin: 0; font-weight: 600; }
.severity { font-weight: 600; }
.severity::before { content: ""; display: inline-block; inline-size: 9px; block-size: 9px; margin-inline-end: 6px; background: currentColor; }
.P1 { color: var(--P1); } .P2 { color: var(--P2); } .P3 { color: var(--P3); } .P4 { color: var(--P4); }
.caveat { border-inline-start: 3px solid var(--ink); padding: 2px 10px; margin: 12px 0 0; }
.empty, .soft { color: var(--soft); }
table { inline-size: 100%; border-collapse: collapse; margin: 0 0 8px; }
thead { display: table-header-group; }
th { text-align: start; font-weight: 400; font-size: 11px; color: var(--soft); padding: 4px 12px 4px 0; border-bottom: 1px solid var(--ink); vertical-align: bottom; }
td { min-inline-size: 92px; padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th:last-child, td:last-child { padding-inline-end: 0; }
tr { break-inside: avoid; }
tr.long { break-inside: auto; }
td.time { white-space: nowrap; color: var(--soft); inline-size: 1%; }
td.name { font-weight: 600; min-inline-size: 130px; }
td.value { white-space: nowrap; }
td.short { min-inline-size: 88px; }
td .more { display: block; color: var(--soft); font-size: 12px; margin-top: 2px; }
.words, .more { overflow-wrap: anywhere; }
.words { white-space: pre-line; }
.key .words { font-weight: 600; }
.struck .words { text-decoration: line-through; color: var(--soft); font-weight: 400; }
.helped { color: var(--helped); font-weight: 600; }
.box { display: inline-block; inline-size: 11px; block-size: 11px; border: 1px solid var(--ink); vertical-align: -1px; }
.box.done { background: linear-gradient(to top right, transparent 44%, var(--ink) 46%, var(--ink) 54%, transparent 56%); }
.items { list-style: none; padding: 0; }
.items li { break-inside: avoid; padding: 5px 0; border-bottom: 1px solid var(--line); }
.dropped { text-decoration: line-through; color: var(--soft); }
footer { break-before: avoid; margin-top: 36px; padding-top: 10px; border-top: 1px solid var(--line); color: var(--soft); font-size: 11px; }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; --ink: #dfe7ec; --soft: #a6b4be; --line: #2a363f; --faint: #172028;
  --accent: #6cc3cb; --P1: #ff7a78; --P2: #ff9a5c; --P3: #ece25a; --P4: #7db4ff; --helped: #57cf8d; } body { background: #10171c; } }
@media print { body { padding: 0; max-width: none; font-size: 10pt; } a { color: inherit; } }
`.trim();
