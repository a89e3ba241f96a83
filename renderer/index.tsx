// The window's entry: fonts, theme and app. Everything else is reached from app.tsx.
import '@fontsource/ibm-plex-sans/400.css';
import '@fontsource/ibm-plex-sans/600.css';
import '@fontsource/ibm-plex-mono/400.css';
import '@fontsource/ibm-plex-mono/600.css';
import './theme/tokens.css';
import './theme/base.css';
import './theme/phone.css';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app.tsx';
import { isMac } from './ui/key-match.ts';

// Our content security policy forbids code from strings. Without this, zod tries it once and the browser logs an
// error.
z.config({ jitless: true });
// base.css leaves a Mac's scrollbars as they are.
if (isMac()) document.documentElement.dataset['system'] = 'mac';
const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no #root');
// FM4: in development only; the build removes this branch and the page.
if (import.meta.env.DEV && location.hash.startsWith('#/parts')) {
  const { PartsPage } = await import('./screens/parts/parts-page.tsx');
  createRoot(root).render(<PartsPage hash={location.hash} />);
} else createRoot(root).render(<App />);
