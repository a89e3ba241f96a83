import { createContext, useContext } from 'react';
import type { SessionControl } from './session.tsx';

const Context = createContext<SessionControl | null>(null);
export const SessionControlProvider = Context.Provider;

/** For screens that start or end a session. */
export function useSessionHandle(): SessionControl {
  const control = useContext(Context);
  if (!control) throw new Error('useSessionHandle needs a SessionControlProvider above it');
  return control;
}
