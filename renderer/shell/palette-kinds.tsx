// KY8: the palette finds channels and intakes by their names, and by the tools that each kind connects.
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import type { ChannelAnswer } from '#wire/api/channels.ts';
import type { IntakeAnswer } from '#wire/api/intakes.ts';
import type { Items } from '#wire/api/list.ts';
import type { Kind } from '#wire/api/forms.ts';
import { useResource } from '../server/use-resource.ts';
import { go } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { kindPrefix } from './palette-words.ts';

const words = strings.shell;

type Named = { id: string; name: string; kind: string };
type Part = { section: 'channels' | 'intake'; items: readonly Named[]; kinds: readonly Kind[] };

/** Read once something is typed. Without the server there is none: the settings are found by the same words. */
export function useKindGroup(isAsked: boolean, isOwner: boolean): SpotlightActionGroupData {
  const read = (path: string) => (isAsked ? path : null);
  const channels = useResource<Items<ChannelAnswer>>(read('/channels')).value?.items ?? [];
  const intakes = useResource<Items<IntakeAnswer>>(read('/intakes')).value?.items ?? [];
  const channelKinds = useResource<Items<Kind>>(read('/channel-kinds')).value?.items ?? [];
  const intakeKinds = useResource<Items<Kind>>(read('/intake-kinds')).value?.items ?? [];
  return kindGroup(
    [
      { section: 'channels', items: channels, kinds: channelKinds },
      { section: 'intake', items: intakes, kinds: intakeKinds },
    ],
    isOwner,
  );
}

/** Those that are there, then one of each kind to add, which only owners can. */
export const kindGroup = (parts: readonly Part[], isOwner: boolean): SpotlightActionGroupData => ({
  group: words.channelsAndIntakes,
  actions: [...parts.flatMap(itemActions), ...(isOwner ? parts.flatMap(addActions) : [])],
});

const itemActions = ({ section, items, kinds }: Part): SpotlightActionData[] =>
  items.map(({ id, name, kind }) => {
    const label = kinds.find((each) => each.kind === kind)?.label ?? kind;
    return {
      id: `${section}-${id}`,
      label: name,
      description: words.itemOf[section](label),
      keywords: [label, ...toolsOf(section, kind)],
      onClick: () => go({ screen: 'settings', section, item: id }),
    };
  });

const addActions = ({ section, kinds }: Part): SpotlightActionData[] =>
  kinds.map(({ kind, label, presets = [] }) => ({
    id: `${kindPrefix}${section}-${kind}`,
    label: words.addOf[section](label),
    keywords: [label, ...toolsOf(section, kind), ...presets.map(({ name }) => name)],
    onClick: () => go({ screen: 'settings', section, add: kind }),
  }));

const toolsOf = (section: Part['section'], kind: string): string[] => [
  ...(strings.kindSynonyms[section][kind] ?? []),
];
