import { useMemo } from 'react';
import { createApi, type Api } from './http.ts';
import { useSession } from './state/session.tsx';

export { ApiProblem, sayProblem, type Api } from './http.ts';

/** The API of this session's own server. */
export function useApi(): Api {
  const { server, token } = useSession();
  return useMemo(() => createApi({ server, token }), [server, token]);
}
