// Opens what tells readers of status pages: the subscribers, and the rules that publish by themselves.
import { followPageRules } from '../status-pages/updates/follow-rules.ts';
import { openSubscribers, type Subscribers } from '../status-pages/subscribers/subscribers.ts';

type Options = Parameters<typeof openSubscribers>[0] &
  Omit<Parameters<typeof followPageRules>[0], 'subscribers'> & {
    closings: (() => unknown)[];
  };

/** Nothing is sent before `start` of the outbox and of the subscribers. */
export function openTelling(options: Options): { subscribers: Subscribers } {
  const { closings, outbox } = options;
  const subscribers = openSubscribers(options);
  closings.push(
    () => subscribers.close(),
    followPageRules({ ...options, subscribers }),
    () => outbox.close(),
  );
  return { subscribers };
}
