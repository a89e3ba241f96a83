// The people and things that a policy may page, by name.
import type { ChannelAnswer } from '#wire/api/channels.ts';
import { useMemo } from 'react';
import { useResource } from '../server/use-resource.ts';
import { useFeed } from '../server/feed.tsx';
import { strings } from '../strings/index.ts';
import type { Items } from '#wire/api/list.ts';

export type Targets = {
  /** Options for a select, by group: `kind:id` and the name. */
  options: readonly { group: string; items: { value: string; label: string }[] }[];
  nameOf: (kind: string, id: string) => string;
};

const none: readonly never[] = [];
const words = strings.alerting.policies;

export function useTargets(): Targets {
  const { people = none, onCall = none } = useFeed().snapshot ?? {};
  const channels = useResource<Items<ChannelAnswer>>('/channels').value?.items ?? none;
  return useMemo(() => {
    const schedules = onCall.map(({ schedule: id, name }) => ({ id, name }));
    const groups = { schedule: schedules, person: people, channel: channels };
    const options = (['schedule', 'person', 'channel'] as const)
      .filter((kind) => groups[kind].length > 0)
      .map((kind) => ({
        group: words.groups[kind],
        items: groups[kind].map(({ id, name }) => ({ value: `${kind}:${id}`, label: name })),
      }));
    const nameOf = (kind: string, id: string) =>
      groups[kind as keyof typeof groups]?.find((each) => each.id === id)?.name ??
      words.gone[kind as keyof typeof words.gone];
    return { options, nameOf };
  }, [people, onCall, channels]);
}
