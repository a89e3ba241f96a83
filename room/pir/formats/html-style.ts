/** A page on paper: calm, dense, one column. Colour is kept for severities and for what helped. */
export const style = `
:root { --ink: #1b2023; --paper: #fff; --soft: #5b666c; --line: #d5dbde; --faint: #f4f6f7; --accent: #0f5f66; --edge: #1b2023;
  --P1: #c0322b; --P2: #c2610f; --P3: #9a7400; --P4: #2b6cb0; --helped: #2c7a4b; }
@page { size: A4; margin: 18mm 16mm 20mm; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scrollbar-width: thin; }
body { margin: 0 auto; padding: 40px 24px 64px; max-width: 900px; background: #fff; color: var(--ink);
  font: 400 13px/1.5 "IBM Plex Sans", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
header { border-inline-start: 6px solid var(--edge); padding-inline-start: 16px; margin-bottom: 8px; }
header.P1 { --edge: var(--P1); } header.P2 { --edge: var(--P2); } header.P3 { --edge: var(--P3); } header.P4 { --edge: var(--P4); }
.kicker { color: var(--soft); font-size: 11px; margin: 0 0 6px; }
.draft { border: 1px solid var(--ink); color: var(--ink); padding: 0 6px; margin-inline-start: 8px; letter-spacing: 0.08em; }
h1 { font-size: 24px; line-height: 1.25; font-weight: 600; margin: 0 0 12px; }
h2 { font-size: 18px; line-height: 1.3; font-weight: 600; margin: 36px 0 10px; padding-bottom: 4px; border-bottom: 1px solid var(--ink); break-after: avoid; }
h3 { font-size: 13px; font-weight: 600; margin: 20px 0 4px; break-after: avoid; }
h4, h5, h6 { font-size: 13px; font-weight: 600; margin: 14px 0 4px; break-after: avoid; }
p { margin: 0 0 8px; orphans: 3; widows: 3; }
section > p, section > ul, section > ol, section > blockquote { max-width: 680px; }
section > p:not(.soft) { font-size: 15px; line-height: 1.6; }
ul, ol { margin: 0 0 8px; padding-inline: 20px; }
ul + p, .soft + blockquote { break-before: avoid; }
li { margin: 2px 0; }
li p, blockquote p { margin: 0 0 4px; }
a { color: var(--accent); overflow-wrap: anywhere; }
hr { border: 0; border-top: 1px solid var(--line); margin: 12px 0; }
code, pre { font-family: "IBM Plex Mono", ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12px; overflow-wrap: anywhere; }
pre { background: var(--faint); padding: 8px 10px; margin: 0 0 8px; white-space: pre-wrap; break-inside: avoid; }
blockquote { margin: 0 0 12px; padding-inline-start: 12px; border-inline-start: 2px solid var(--line); }
dl { margin: 0; }
dt { color: var(--soft); font-size: 11px; }
dd { margin: 0; overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(94px, 1fr)); gap: 8px 12px; align-items: end; padding-bottom: 12px; }
.figures > div { display: grid; grid-template-rows: 1fr auto; }
.figures dt { align-self: end; }
.figures dd { font-size: 16px; line-height: 1.3; font-weight: 600; }
.facts { display: flex; flex-wrap: wrap; gap: 6px 28px; }
.caveat { border-inline-start: 3px solid var(--ink); padding: 2px 10px; margin: 12px 0 0; }
.soft { color: var(--soft); font-size: 12px; }
.todo { border: 1px solid var(--ink); padding: 4px 16px 8px; margin-top: 20px; box-decoration-break: clone; }
.todo h2 { border: 0; margin: 8px 0 4px; font-size: 13px; }
.contents { margin-top: 28px; padding: 8px 0; border-block: 1px solid var(--line); font-size: 12px; break-inside: avoid; }
.contents ol { columns: 3; column-gap: 24px; list-style: none; margin: 0; padding: 0; }
.contents li { break-inside: avoid; margin: 0; padding: 2px 0; } .contents a { color: inherit; text-decoration: none; } .contents a:hover { text-decoration: underline; }
table { inline-size: 100%; border-collapse: collapse; margin: 0 0 8px; }
thead { display: table-header-group; }
th { text-align: start; font-weight: 400; font-size: 11px; color: var(--soft); padding: 4px 14px 4px 0; border-bottom: 1px solid var(--line); vertical-align: bottom; }
td { padding: 5px 14px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th:last-child, td:last-child { padding-inline-end: 0; }
tr { break-inside: avoid; }
tbody tr:first-child:not(:last-child) { break-after: avoid; }
tbody tr:last-child:not(:first-child) { break-before: avoid; }
th.time, th.value { white-space: nowrap; }
td.time { white-space: nowrap; color: var(--soft); inline-size: 1%; }
td.value { min-inline-size: 96px; }
td.name { min-inline-size: 150px; }
td.short { min-inline-size: 96px; }
td.words { min-inline-size: 110px; }
strong { font-weight: 600; }
del { color: var(--soft); }
.box { display: inline-block; inline-size: 11px; block-size: 11px; border: 1px solid var(--ink); margin-inline-end: 4px; vertical-align: -1px; }
.box.done::after { content: ''; display: block; inline-size: 3px; block-size: 7px; margin-inline-start: 3px; border: solid var(--ink); border-width: 0 1.5px 1.5px 0; rotate: 45deg; }
.items { list-style: none; padding: 0; }
.items li { break-inside: avoid; padding: 5px 0; border-bottom: 1px solid var(--line); }
.file { margin: 12px 0 16px; break-inside: avoid; }
.file img { display: block; max-inline-size: 100%; inline-size: auto; block-size: auto; max-block-size: 640px; border: 1px solid var(--line); }
.file figcaption { color: var(--soft); font-size: 11px; margin-top: 4px; overflow-wrap: anywhere; }
.replay { margin: 0 0 16px; border: 1px solid var(--line); padding: 8px 12px; }
.replay figcaption { color: var(--soft); font-size: 11px; margin-bottom: 6px; }
.stops { display: flex; flex-wrap: wrap; gap: 2px 4px; }
.stops input { position: absolute; opacity: 0; }
.stops label { padding: 2px 6px; border: 1px solid var(--line); font-size: 11px; color: var(--soft); cursor: pointer; }
.stops input:checked + label { border-color: var(--ink); color: var(--ink); font-weight: 600; }
.stops input:focus-visible + label { outline: 2px solid var(--ink); outline-offset: 1px; }
.frame { display: none; order: 1; flex-basis: 100%; padding-top: 8px; min-block-size: 150px; }
.stops input:checked + label + .frame { display: block; }
.factors { margin: 8px 0 12px; break-inside: avoid; overflow-x: auto; }
.factors svg { display: block; max-inline-size: 100%; block-size: auto; font-size: 11px; fill: var(--ink); }
.factors rect { fill: var(--faint); stroke: var(--line); } .factors rect.outcome { fill: var(--paper); stroke: var(--ink); }
.factors path { fill: none; stroke: var(--soft); } .factors .kind { fill: var(--soft); font-size: 10px; }
.strip { margin: 0 0 16px; } .strip svg { break-inside: avoid; break-after: avoid; }
.strip svg { display: block; inline-size: 100%; block-size: auto; font-size: 11px; fill: var(--ink); }
.strip .clock { fill: var(--soft); font-size: 10px; }
.strip .tick, .strip .base { stroke: var(--line); stroke-width: 1; }
.strip .band { fill: var(--soft); } .strip .band text { fill: var(--paper); font-size: 10px; }
.strip .down { fill: var(--ink); }
.strip .held rect, .strip .held path { fill: var(--faint); stroke: var(--line); } .strip .band.held text { fill: var(--ink); }
.strip .late, .strip .contested { fill: #ffb224; } .strip .band.late text, .strip .band.contested text { fill: #191204; }
.strip .mark text { stroke: var(--paper); stroke-width: 4px; paint-order: stroke; }
.strip .mark line { stroke: var(--ink); stroke-width: 2; }
.strip .mark.internal line { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 2; }
.strip .mark.helped { fill: var(--helped); font-weight: 600; } .strip .mark.helped line { stroke: var(--helped); }
.strip figcaption { color: var(--soft); font-size: 11px; margin-top: 6px; }
.strip ul { list-style: none; padding: 0; margin: 2px 0 0; display: flex; flex-wrap: wrap; gap: 0 20px; }
.strip li { min-inline-size: 0; overflow-wrap: anywhere; }
.strip .number { color: var(--ink); font-weight: 600; }
footer { break-before: avoid; margin-top: 36px; padding-top: 10px; border-top: 1px solid var(--line); color: var(--soft); font-size: 11px; }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; --ink: #dfe7ec; --paper: #10171c; --soft: #a6b4be; --line: #2a363f; --faint: #172028;
  --accent: #6cc3cb; --edge: #dfe7ec; --P1: #ff7a78; --P2: #ff9a5c; --P3: #ece25a; --P4: #7db4ff; --helped: #57cf8d; } body { background: #10171c; } }
@media screen and (max-width: 600px) { section { overflow-x: auto; } }
@media print { .replay { display: none; } .strip svg, .factors svg { max-block-size: 110mm; } .file img { max-block-size: 80mm; } body { padding: 0; max-width: none; font-size: 9.5pt; } .figures dd { font-size: 11pt; } section > p:not(.soft) { font-size: 10.5pt; line-height: 1.5; } a { color: inherit; } }
`.trim();
