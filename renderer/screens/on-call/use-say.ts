import { usePersonName } from '../../server/feed.tsx';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';

const words = strings.onCall.overview;

/** A person's name for display. Marks the current user as "you"; null reads as nobody. */
export function useSay(): (person: string | null) => string {
  const { me } = useSession();
  const nameOf = usePersonName();
  return (person) =>
    person === null ? words.nobody : person === me.id ? `${nameOf(person)} (${words.you})` : nameOf(person);
}
