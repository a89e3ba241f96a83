import { createContext, useContext } from 'react';

/** How a link leaves Muster: through the desktop, or a new tab that learns nothing of us. */
const OpenLinkContext = createContext<(url: string) => void>((url) => {
  window.open(url, '_blank', 'noopener,noreferrer');
});

export const OpenLinkProvider = OpenLinkContext.Provider;

export function useOpenLink(): (url: string) => void {
  return useContext(OpenLinkContext);
}
