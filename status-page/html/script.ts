// The page's only script. The page is complete without it. With it, times show the visitor's local time on hover, and
// the page warns when it was not rendered for 15 minutes. The content security policy allows only this hash; a test
// computes it.
export const ageScript = `(()=>{const p=document.getElementById("old");if(p&&Date.now()-Date.parse(p.dataset.at)>9e5)p.hidden=!1;for(const t of document.querySelectorAll("time")){const d=new Date(t.dateTime);if(!isNaN(d))t.title=d.toLocaleString(document.documentElement.lang,{dateStyle:"full",timeStyle:"long"})}})()`;
export const ageScriptHash = 'sha256-tOYWDPzIm7iJ6guTKfuIO49JhpDXldyU6p+TS9w6M8E=';
