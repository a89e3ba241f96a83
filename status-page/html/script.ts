// The only script of a page. Without it the page says the same; with it times tell the visitor's own clock on
// hover, and a page that nobody wrote anew for 15 minutes says so. The hash lets the policy allow it and no other;
// a test computes it.
export const ageScript = `(()=>{const p=document.getElementById("old");if(p&&Date.now()-Date.parse(p.dataset.at)>9e5)p.hidden=!1;for(const t of document.querySelectorAll("time")){const d=new Date(t.dateTime);if(!isNaN(d))t.title=d.toLocaleString(document.documentElement.lang,{dateStyle:"full",timeStyle:"long"})}})()`;
export const ageScriptHash = 'sha256-tOYWDPzIm7iJ6guTKfuIO49JhpDXldyU6p+TS9w6M8E=';
