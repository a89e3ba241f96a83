import { useFeed } from '#renderer/server/feed.tsx';
import { routeHash } from '#renderer/state/router.ts';
import { strings } from '../strings/index.ts';

type Props = {
  id: string;
  /** The incident's number when this was written. */
  number: string | null | undefined;
  /** The link stands alone, so its text says what it does. */
  isAct?: boolean;
};

/** WD3: a link to the incident that this incident or line refers to, with its current number. */
export function OriginalLink({ id, number, isAct = false }: Props) {
  const { snapshot } = useFeed();
  const words = strings.withdraw;
  const known = snapshot?.incidents.find((each) => each.id === id);
  const name = known?.number ?? number ?? words.another;
  return <a href={routeHash({ screen: 'room', incident: id })}>{isAct ? words.goTo(name) : name}</a>;
}
