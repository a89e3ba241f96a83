// The window: fonts, the theme, and the app in it. Everything else is reached from app.tsx.
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

// Our policy forbids making code from strings; without this zod tries it once and the browser reports it.
z.config({ jitless: true });
const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no #root');
// FM4: in development alone; what is built has neither the page nor this question.
if (import.meta.env.DEV && location.hash.startsWith('#/parts')) {
  const { PartsPage } = await import('./parts/parts-page.tsx');
  createRoot(root).render(<PartsPage hash={location.hash} />);
} else createRoot(root).render(<App />);
