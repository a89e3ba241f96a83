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
details.g{border-top:1px solid var(--line);padding-top:16px;margin-top:16px}`;

const rules = `*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.6 var(--font);font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%;overflow-wrap:anywhere}
.w{max-width:784px;margin:0 auto;padding:0 24px}
a{color:var(--accent);text-underline-offset:3px;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:2px solid var(--ink);outline-offset:3px}
h1,h2,h3,h4{font-weight:600;line-height:1.3;margin:0}
h1{font-size:28px;letter-spacing:-.01em}
h1+.f{margin:4px 0 28px}
h2{font-size:20px;margin:56px 0 12px}
h3{font-size:16px}
h4{font-size:15px}
p,ul,ol{list-style:none;margin:0;padding:0}
.k{position:absolute;left:-999px}
.k:focus{left:16px;top:16px;background:var(--paper);padding:8px 12px}
.v{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.f{color:var(--soft);font-size:13px}
#review h3{margin:20px 0 4px}
figure{margin:20px 0}
figure img{display:block;max-width:100%;height:auto;border:1px solid var(--line)}
header{padding:36px 0 24px}
header .w{display:flex;gap:12px 20px;align-items:center;flex-wrap:wrap}
.l{flex:1 1 180px;min-width:0;display:flex;align-items:center;gap:12px;font-size:16px;font-weight:600;color:var(--ink);text-decoration:none}
.l img{display:block;height:32px;max-width:200px}
nav ul{display:flex;flex-wrap:wrap;align-items:center;gap:4px 20px;font-size:14px}
nav a,.q{display:inline-block;padding:4px 0}
nav a,.b1{text-decoration:none}
nav a:hover,.b1:hover{text-decoration:underline}
[aria-current]{font-weight:600}
.b1{border:1px solid var(--ink);color:var(--ink);padding:5px 14px;font-size:14px;font-weight:600}
.a{border:1px solid var(--line);border-left:4px solid var(--ink);padding:14px 20px;margin:0 0 24px}
.x{border:2px solid var(--ink);padding:10px 16px;margin:0 0 24px;font-weight:600}
.t{border:1px solid var(--z);border-left-width:12px;padding:24px}
.t h1{display:flex;gap:14px;align-items:baseline}
.t+.j{margin-top:16px}
.t p{color:var(--soft);margin-top:4px;font-size:14px}
em{white-space:nowrap;grid-column:3;grid-row:1;text-align:right}
em,i{font-style:normal;font-weight:400;font-size:14px}
em::before,.t h1::before{content:"";display:inline-block;flex:none;width:10px;height:10px;margin-right:8px;background:var(--z);border-radius:50%}
.t h1::before{width:20px;height:20px;margin:.4em 0 0;align-self:start}
:root,.o{--z:var(--operational)}.d{--z:var(--degraded)}.p{--z:var(--partial)}.m{--z:var(--major)}.i{--z:var(--maintenance)}.n{--z:var(--unknown)}
.d::before,.d h1::before{border-radius:0!important;clip-path:polygon(50% 4%,100% 96%,0 96%)}
.p::before,.p h1::before{border-radius:0!important;clip-path:polygon(50% 0,100% 50%,50% 100%,0 50%)}
.m::before,.m h1::before{border-radius:0!important}
.i::before,.i h1::before{border-radius:0!important;clip-path:polygon(0 35%,100% 35%,100% 65%,0 65%)}
.n::before,.n h1::before{background:0 0!important;border:2px solid var(--z)}
.g{border-top:2px solid var(--ink);padding-top:14px;margin-top:32px}
h2+.g{margin-top:0}
.g h3{font-size:17px;padding-bottom:2px}
.g .g{border-top:1px solid var(--line);margin:8px 0 0 20px;padding-top:14px}
.g h3,.g h4,.c li{display:grid;grid-template-columns:1fr auto minmax(184px,auto);gap:0 20px;align-items:baseline}
.c li{padding:14px 0 16px;border-top:1px solid var(--line);font-size:14px}
.c li:first-child{border-top:0}
.c b{font-size:15px}
.g .c b{font-weight:400}
.c svg,.c li>p{grid-column:1/-1}
.c svg{display:block;width:100%;margin-top:8px;fill:none;stroke-width:.62}
.c svg[role]{height:28px}
i{color:var(--soft);text-align:right}
.g+.c,.c+.g{border-top:1px solid var(--line);margin-top:26px}
.g+.c{padding-top:10px}
.c use{stroke:var(--operational)}.c path{stroke:var(--z)}.c svg>*{transform:translate(.5px)}.c .e{stroke:var(--paper);stroke-width:1}
.js .c svg>*{pointer-events:none}.h1{position:fixed;transform:translate(-50%,-100%);width:max-content;max-width:220px;padding:6px 10px;background:var(--ink);color:var(--paper);font-size:13px;line-height:1.4;pointer-events:none}.h1 b{display:block}.h1[hidden]{display:none}
.y{display:flex;justify-content:space-between;color:var(--soft);font-size:12px;border-top:1px solid var(--line);padding-top:6px;margin:8px 0 20px}
details+.y{margin-top:16px}
.z1{display:flex;flex-wrap:wrap;gap:2px 18px;margin-bottom:6px}.z1 em{font-size:13px;color:var(--soft)}
.e1{border:1px solid var(--line);border-top:4px solid var(--z);padding:20px 24px;margin-top:16px}
.e1>p:first-of-type{margin-top:2px}
.u{margin-top:18px}
.u li{position:relative;padding:0 0 18px 20px;border-left:1px solid var(--line)}
.u li:last-child{border-color:transparent;padding-bottom:0}
.u li::before{content:"";position:absolute;left:-5px;top:8px;width:9px;height:9px;border-radius:50%;background:var(--paper);border:2px solid var(--soft)}
.u li:first-child::before{background:var(--ink);border-color:var(--ink)}
.u p+p{margin-top:8px}
b{font-weight:600}
time{white-space:nowrap}
small{display:inline-block;font-size:inherit;color:var(--soft)}
article+p{margin-top:28px}
.h li{border-top:1px solid var(--line);padding:16px 0}
.h li:last-child{border-bottom:1px solid var(--line)}
.h .u li,.h .u li:last-child{border-width:0 0 0 1px;padding:0 0 12px 20px}
.s{margin-top:10px}
.h .s li,.h .s li:last-child{border:0;padding:0}
.h h2{font-size:16px;margin:0}
.h p{margin-top:2px}
.o1 h2{margin:40px 0 10px}
h1+.f+.o1 h2{margin-top:0}
.y1{margin-top:44px}
.y1 ul{font-size:15px}
.y1 a{text-decoration:underline}
.j{max-width:66ch}
form.b{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:end;margin-top:12px}
form.b>label{flex-basis:100%;font-size:14px}
form.b input:not([type=checkbox],[type=radio]){flex:1 1 260px;max-width:420px;min-width:0}
.b input:not([type=checkbox],[type=radio]),.b button{font:inherit;padding:9px 14px;border:1px solid var(--soft);background:var(--paper);color:var(--ink);border-radius:0}
.b button{background:var(--ink);color:var(--paper);border-color:var(--ink);cursor:pointer}
form.b+.f{margin-top:16px}
form.b+form.b button{background:0 0;color:var(--ink)}
fieldset{border:0;padding:0;margin:12px 0;flex-basis:100%}
fieldset label{display:block;padding:5px 0 5px 24px}
fieldset input{width:16px;margin:3px 4px 3px -24px}
label .f{display:block}
legend{font-weight:600;padding:0}
.r{padding-block:10vh 32px}
.r h1{font-size:24px;margin-bottom:12px}
.r .q{margin-top:16px}
input{accent-color:var(--ink)}
table{border-collapse:collapse;width:100%;font-size:14px;margin-top:8px;table-layout:fixed}
th:first-child{width:11em}
th,td{text-align:left;padding:6px 16px 6px 0;border-top:1px solid var(--line);vertical-align:top;font-weight:400}
caption{text-align:left;font-weight:600;font-size:15px;padding-top:24px}
footer{margin-top:72px;border-top:1px solid var(--line);padding:24px 0 56px;color:var(--soft);font-size:13px}
footer p{margin-top:12px;max-width:76ch}
@media (max-width:560px){.w{padding-inline:16px}header{padding:20px 0 16px}header nav{order:1;flex-basis:100%}header nav ul{gap:4px 14px;font-size:13px}.t{padding:16px;border-left-width:8px}h1{font-size:23px}th:first-child{width:9.5em}.e1{padding:16px}h2{margin-top:44px}.c li,.g h3,.g h4{grid-template-columns:1fr auto;gap:0 12px}.c b,.g h3 span,.g h4 span{grid-column:1/-1}em{grid-column:1;grid-row:2;font-size:13px;text-align:left}i{grid-row:2;grid-column:2;font-size:13px}.g .g{margin-left:0}.c svg[role]{height:24px}}
@media (forced-colors:active){:root{--paper:Canvas;--operational:GrayText;--degraded:CanvasText;--partial:CanvasText;--major:CanvasText;--maintenance:GrayText;--unknown:GrayText}em::before,.t h1::before,.c svg{forced-color-adjust:none}}
@media print{:root{--paper:#fff;--ink:#000;--soft:#333;--line:#bbb;--accent:#000}body,.c b,h3,h4{font-size:12px!important}.f,em,i,.y,table,footer{font-size:11px!important}h1{font-size:20px}h2{font-size:15px;margin-top:24px}header nav,.k,.z,.b,.b1,footer nav{display:none}footer{margin-top:24px}.c li,.e1,.h li{break-inside:avoid}*{print-color-adjust:exact}}`;
