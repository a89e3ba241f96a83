import { createContext, useContext, useMemo } from 'react';
import { createApi, type Api, type Tagged } from './http.ts';
import { useSession } from './session.tsx';

export { ApiProblem, sayProblem, type Api } from './http.ts';

const HeldApi = createContext<Api | null>(null);

/** Components below use this API instead of a server's, for example for a record in a file. */
export const HeldApiProvider = HeldApi.Provider;

/** The API of this session's server, or of the record that is open. */
export function useApi(): Api {
  const { server, token } = useSession();
  const held = useContext(HeldApi);
  return useMemo(() => held ?? createApi({ server, token }), [held, server, token]);
}

/** Replaces the record that `before` has, unless somebody changed it since, or adds one to the collection at `path`. */
export const saveRecord = <T>(
  api: Api,
  path: string,
  before: Tagged<{ id: string }> | null,
  body: unknown,
): Promise<T> =>
  before === null ? api.post<T>(path, body) : api.put<T>(`${path}/${before.value.id}`, body, before.etag);
