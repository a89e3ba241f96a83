import { createContext, useContext } from 'react';

/** How a link opens outside Muster: through the desktop, or in a new tab without opener and referrer. */
const OpenLinkContext = createContext<(url: string) => void>((url) => {
  window.open(url, '_blank', 'noopener,noreferrer');
});

export const OpenLinkProvider = OpenLinkContext.Provider;

export function useOpenLink(): (url: string) => void {
  return useContext(OpenLinkContext);
}
