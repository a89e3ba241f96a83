/** A page with one sentence. Both texts are our own: no input is repeated. */
export const plainPage = (title: string, sentence: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<title>${title}</title>
<style>:root{color-scheme:light dark}body{margin:10vh auto;max-width:34em;padding:0 1em;font:16px/1.5 "IBM Plex Sans",system-ui,sans-serif}</style></head>
<body><main><h1>${title}</h1><p>${sentence}</p></main></body></html>
`;
