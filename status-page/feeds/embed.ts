// SP53: the state inside another site: a frame without script, and a small script for one line of text.
import { constant, type Markup, markup, textOf } from '../markup/markup.ts';
import { letterOf, sayLine, speak, time } from '../html/speech.ts';
import { folderOf } from '../html/layout.ts';
import type { Shown } from '../levels.ts';
import type { Theme } from '../schema/theme.ts';
import type { StatusPageView } from '../view.ts';

export function embedFiles(view: StatusPageView): Map<string, string> {
  const files = new Map([['widget.js', widget]]);
  for (const language of view.page.languages) {
    const speech = speak(view, language, 0);
    files.set(`${folderOf(speech, language)}embed.html`, frameOf(view, speech));
  }
  return files;
}

function frameOf(view: StatusPageView, speech: ReturnType<typeof speak>): string {
  const { overall, page, open } = view;
  const { words, language } = speech;
  const list = open
    .slice(0, 3)
    .map((each) => markup`<li>${sayLine(speech, each.title)} · ${words.status[each.status]}</li>`);
  return textOf(markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${words.title(page.name)}</title>
<style>${style(page.theme, overall.shown)}</style>
</head>
<body><main class="${letterOf[overall.shown]}"><h1><a href="index.html" target="_top">${words.overall(overall)}</a></h1>${list.length > 0 && markup`<ul>${list}</ul>`}<p>${page.name} · ${words.asOf} ${time(speech, view.now)}</p></main></body>
</html>
`);
}

function style({ light, dark }: Theme, shown: Shown): Markup {
  const set = (colours: Theme['light']) =>
    `--paper:${colours.paper};--ink:${colours.ink};--soft:${colours.soft};--line:${colours.line};--z:${colours[shown]}`;
  return constant(
    `:root{color-scheme:light dark;${set(light)}}@media (prefers-color-scheme:dark){:root{${set(dark)}}}body{margin:0;background:var(--paper);color:var(--ink);font:14px/1.5 "IBM Plex Sans",ui-sans-serif,system-ui,sans-serif;overflow-wrap:anywhere}main{border:1px solid var(--line);border-left:6px solid var(--z);padding:10px 14px}h1{font-size:15px;font-weight:600;margin:0}a{color:inherit;text-underline-offset:3px}p{margin:2px 0 0;color:var(--soft);font-size:12px}ul{margin:4px 0;padding-left:18px}`,
  );
}

/** Inserts text only, never HTML; if the page is unreachable, the line stays as it was. */
const widget = `/* <script async src="https://status.example/widget.js"></script> where the line shall stand */
(()=>{const me=document.currentScript;if(!me)return;const base=new URL(".",me.src);
const colours={none:"#2c7d55",minor:"#a87900",major:"#c4560b",critical:"#b8232f",maintenance:"#2f62b0"};
const link=document.createElement("a");link.href=base.href;link.className="muster-status";link.rel="noopener";
link.style.cssText="color:inherit;text-decoration:none;font:inherit";
const mark=document.createElement("span");mark.setAttribute("aria-hidden","true");
mark.style.cssText="display:inline-block;width:.6em;height:.6em;margin-right:.5em;border-radius:50%";
const text=document.createElement("span");
fetch(new URL("api/v2/status.json",base)).then(r=>r.ok?r.json():Promise.reject(r.status)).then(({page,status})=>{
mark.style.background=colours[status.indicator]||"#8a8578";text.textContent=status.description;link.title=String(page.name);
link.append(mark,text);me.after(link)}).catch(()=>{})})();
`;
