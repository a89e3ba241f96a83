import { useFeed } from '#renderer/state/feed.tsx';
import { routeHash } from '#renderer/state/router.ts';
import { strings } from '../../strings/index.ts';

type Props = {
  id: string;
  /** How it was called when this was written. */
  number: string | null | undefined;
  /** It stands alone, and so says what it does. */
  isAct?: boolean;
};

/** WD3: the way to the incident that this one, or this line, is about; by the name that it has now. */
export function OriginalLink({ id, number, isAct = false }: Props) {
  const { snapshot } = useFeed();
  const words = strings.withdraw;
  const known = snapshot?.incidents.find((each) => each.id === id);
  const name = known?.number ?? number ?? words.another;
  return <a href={routeHash({ screen: 'room', incident: id })}>{isAct ? words.goTo(name) : name}</a>;
}
