import type { Theme } from '../schema/theme.ts';

type Colours = Theme['light'];

/** SP4: variables that a brand may change come first; the rules below them name no colour. */
export function styleOf({ light, dark, font }: Theme, hasFolds = false): string {
  const stack = `${font === null ? '' : `${font},`}"IBM Plex Sans",ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif`;
  return `:root{color-scheme:light dark;${variables(light)}--font:${stack}}
@media (prefers-color-scheme:dark){:root{${variables(dark)}}}
${hasFolds ? folds : ''}${rules}`;
}

const variables = (set: Colours): string =>
  Object.entries(set)
    .map(([name, value]) => `--${name}:${value};`)
    .join('');

/** SP35, where groups may be folded. */
const folds = `summary{display:flex;gap:10px;cursor:pointer;list-style:none}
summary::before{content:"▸";color:var(--soft)}
[open]>summary::before{content:"▾"}
summary h3{flex:1}
details.g{padding-top:16px;margin-top:16px}`;

const rules = `*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.6 var(--font);font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%;overflow-wrap:anywhere}
.w{max-width:784px;margin:0 auto;padding:0 24px}
a{color:var(--accent);text-underline-offset:3px;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:2px solid var(--ink);outline-offset:3px}
h1,h2,h3,h4{font-weight:600;line-height:1.3;margin:0}
h2{font-size:20px;margin:56px 0 12px}
h3{font-size:16px}
h4{font-size:15px}
p,ul,ol{list-style:none;margin:0;padding:0}
.k{position:absolute;left:-999px}
.k:focus{left:16px;top:16px;background:var(--paper);padding:8px 12px}
.v{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.f{color:var(--soft);font-size:13px}
header{padding:36px 0 24px}
header .w{display:flex;gap:12px 24px;align-items:center;justify-content:space-between;flex-wrap:wrap}
.l{display:flex;align-items:center;gap:12px;font-size:16px;font-weight:600;color:var(--ink);text-decoration:none}
.l img{display:block;height:32px;max-width:200px}
nav ul{display:flex;flex-wrap:wrap;gap:4px 20px;font-size:14px}
nav a,.q{display:inline-block;padding:4px 0}
[aria-current]{text-decoration:none;font-weight:600}
.a{border:1px solid var(--line);border-left:4px solid var(--ink);padding:14px 20px;margin:0 0 24px}
.x{border:2px solid var(--ink);padding:10px 16px;margin:0 0 24px;font-weight:600}
.t{border:1px solid var(--line);border-left:8px solid var(--z);padding:22px 24px}
.t h1{font-size:26px;letter-spacing:-.01em;display:flex;gap:14px;align-items:baseline}
.t+.j{margin-top:16px}
.t p{color:var(--soft);margin-top:4px;font-size:14px}
.s{white-space:nowrap;font-style:normal;font-weight:400;font-size:14px}
.s::before,.t h1::before{content:"";display:inline-block;flex:none;width:10px;height:10px;margin-right:8px;background:var(--z);border-radius:50%}
.t h1::before{width:18px;height:18px;margin:.42em 0 0;align-self:start}
.o{--z:var(--operational)}.d{--z:var(--degraded)}.p{--z:var(--partial)}.m{--z:var(--major)}.i{--z:var(--maintenance)}.n{--z:var(--unknown)}
.d::before,.d h1::before{border-radius:0!important;clip-path:polygon(50% 4%,100% 96%,0 96%)}
.p::before,.p h1::before{border-radius:0!important;clip-path:polygon(50% 0,100% 50%,50% 100%,0 50%)}
.m::before,.m h1::before{border-radius:0!important}
.i::before,.i h1::before{border-radius:0!important;clip-path:polygon(0 35%,100% 35%,100% 65%,0 65%)}
.n::before,.n h1::before{background:0 0!important;border:2px solid var(--z)}
.g{border-top:1px solid var(--line);padding-top:22px;margin-top:26px}
.g .g{margin:8px 0 0 20px;padding-top:14px}
.g h3,.g h4,.c li{display:grid;grid-template-columns:1fr auto minmax(184px,auto);gap:0 20px;align-items:baseline}
.c li{padding:14px 0 16px;border-top:1px solid var(--line);font-size:14px}
.c li:first-child{border-top:0}
.c b{font-size:15px}
.g .c b{font-weight:400}
.c svg,.c li>p{grid-column:1/-1}
.c svg{display:block;width:100%;margin-top:8px;fill:none;stroke-width:.62}
.c svg[role]{height:28px}
.g i,.c i{color:var(--soft);text-align:right;font-style:normal;font-weight:400;font-size:14px}
.g .s,.c .s{grid-column:3;grid-row:1;text-align:right}
.g+.c,.c+.g{border-top:1px solid var(--line);margin-top:26px}
.g+.c{padding-top:10px}
.c use{stroke:var(--operational)}.c path{stroke:var(--z)}.c .e{stroke:var(--paper);stroke-width:1}
.y{display:flex;justify-content:space-between;color:var(--soft);font-size:12px;border-top:1px solid var(--line);padding-top:6px;margin-top:4px}
.e1{border:1px solid var(--line);border-top:4px solid var(--z);padding:20px 24px;margin-top:16px}
.e1>p:first-of-type{margin-top:2px}
.u li{padding-top:16px}
.u p+p{margin-top:8px}
b{font-weight:600}
.h li{border-top:1px solid var(--line);padding:16px 0}
.h li:last-child{border-bottom:1px solid var(--line)}
.h li li,.h li li:last-child{border:0;padding:12px 0 0}
.h h2{font-size:16px;margin:0}
.h p{margin-top:2px}
.j{max-width:66ch}
form.b{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:end;margin-top:12px}
form.b>label{flex-basis:100%;font-size:14px}
form.b input:not([type=checkbox],[type=radio]){flex:1 1 260px;max-width:420px;min-width:0}
.b input:not([type=checkbox],[type=radio]),.b button{font:inherit;padding:9px 14px;border:1px solid var(--soft);background:var(--paper);color:var(--ink);border-radius:0}
.b button{background:var(--ink);color:var(--paper);border-color:var(--ink);cursor:pointer}
form.b+form.b button{background:0 0;color:var(--ink)}
fieldset{border:0;padding:0;margin:12px 0;flex-basis:100%}
fieldset label{display:block;padding:5px 0}
label .f{display:block}
fieldset label .f{padding-left:24px}
legend{font-weight:600;padding:0}
.r{padding-top:10vh}
.r h1{font-size:24px;margin-bottom:12px}
.r .q{margin-top:16px}
input{accent-color:var(--ink)}
table{border-collapse:collapse;width:100%;font-size:14px;margin-top:8px}
th,td{text-align:left;padding:6px 16px 6px 0;border-top:1px solid var(--line);vertical-align:top;font-weight:400}
caption{text-align:left;font-weight:600;font-size:15px;padding-top:24px}
footer{margin-top:72px;border-top:1px solid var(--line);padding:24px 0 56px;color:var(--soft);font-size:13px}
footer p{margin-top:12px;max-width:76ch}
@media (max-width:560px){.w{padding:0 16px}header{padding:20px 0 16px}header nav ul{gap:4px 14px;font-size:13px}.t{padding:16px}.t h1{font-size:21px}.e1{padding:16px}h2{margin-top:44px}.c li,.g h3,.g h4{grid-template-columns:1fr auto;gap:0 12px}.c .s,.g .s{grid-column:1;grid-row:2;font-size:13px;text-align:left}.c i,.g i{grid-row:1;grid-column:2}.g .g{margin-left:0}.c svg[role]{height:24px}}
@media (forced-colors:active){:root{--paper:Canvas;--operational:GrayText;--degraded:CanvasText;--partial:CanvasText;--major:CanvasText;--maintenance:GrayText;--unknown:GrayText}.s::before,.t h1::before,.c svg{forced-color-adjust:none}}
@media print{:root{--paper:#fff;--ink:#000;--soft:#333;--accent:#000}body{font-size:12px}header nav,.k,.z{display:none}h2{margin-top:24px}.c li,.e1,.h li{break-inside:avoid}*{print-color-adjust:exact}}`;
