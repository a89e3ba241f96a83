import { createContext, useContext, useMemo } from 'react';
import { createApi, createApiAt, type Api, type Tagged } from './http.ts';
import { useSession, type Session } from './session.tsx';

export { ApiProblem, sayProblem, type Api } from './http.ts';

const HeldApi = createContext<Api | null>(null);

/** Components below use this API instead of a server's, for example for a record in a file. */
export const HeldApiProvider = HeldApi.Provider;

/** The API of this session's server, or of the record that is open. */
export function useApi(): Api {
  const session = useSession();
  const held = useContext(HeldApi);
  const own = useApiOf(session);
  return held ?? own;
}

/** DE23: the API of a session, also of one whose server is starting. */
export const useApiOf = ({ server, token, starting }: Session): Api =>
  useMemo(() => (starting ? createApiAt(starting) : createApi({ server, token })), [server, token, starting]);

/** Replaces the record that `before` has, unless somebody changed it since, or adds one to the collection at `path`. */
export const saveRecord = <T>(
  api: Api,
  path: string,
  before: Tagged<{ id: string }> | null,
  body: unknown,
): Promise<T> =>
  before === null ? api.post<T>(path, body) : api.put<T>(`${path}/${before.value.id}`, body, before.etag);
