import { createContext, useContext, useMemo } from 'react';
import { createApi, type Api } from './http.ts';
import { useSession } from './state/session.tsx';

export { ApiProblem, sayProblem, type Api } from './http.ts';

const HeldApi = createContext<Api | null>(null);

/** Below it everything asks this instead of a server: what lies in a file answers for itself. */
export const HeldApiProvider = HeldApi.Provider;

/** The API of this session's own server, or of the file that is shown. */
export function useApi(): Api {
  const { server, token } = useSession();
  const held = useContext(HeldApi);
  return useMemo(() => held ?? createApi({ server, token }), [held, server, token]);
}
