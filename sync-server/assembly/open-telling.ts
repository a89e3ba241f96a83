// Opens what tells readers of status pages: the outbox, the subscribers, and the rules that publish by themselves.
import { openOutbox, type Outbox } from '../delivery/outbox/outbox.ts';
import { followPageRules } from '../status-pages/follow-rules.ts';
import { openSubscribers, type Subscribers } from '../status-pages/subscribers/subscribers.ts';

type Options = Omit<Parameters<typeof openSubscribers>[0], 'outbox'> &
  Omit<Parameters<typeof followPageRules>[0], 'subscribers'> & {
    now: () => number;
    closings: (() => unknown)[];
  };

/** Nothing is sent before `start` of the outbox and of the subscribers. */
export function openTelling(options: Options): { outbox: Outbox; subscribers: Subscribers } {
  const { closings } = options;
  const outbox = openOutbox(options);
  const subscribers = openSubscribers({ ...options, outbox });
  closings.push(
    () => subscribers.close(),
    followPageRules({ ...options, subscribers }),
    () => outbox.close(),
  );
  return { outbox, subscribers };
}
