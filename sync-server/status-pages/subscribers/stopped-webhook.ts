// SP95: tells the contact of a webhook by mail that it was quarantined, with a link that starts it again.
import type { Letter } from '../../delivery/outbox/letter.ts';
import { confirmWithinMs, type LinkOptions } from './sign-up.ts';
import { addressForReaders, type Subscriber } from './subscriber.ts';

/** Returns how the mail is ordered, within the caller's transaction; a webhook without a contact gets none. */
export function defineStoppedWebhooks(options: LinkOptions) {
  const { outbox, table, mailer, now, baseUrl, pageOf } = options;
  outbox.define('stopped-webhook', {
    lane: 'letters',
    afterCrash: 'twice',
    send: async (letter: Letter) => {
      const subscriber = table.find(letter.recipient ?? '');
      const page = pageOf(subscriber?.page ?? '');
      if (subscriber === null || page === null || subscriber.state !== 'quarantined')
        return { went: 'dropped', reason: 'the webhook is not in quarantine any more' };
      if (subscriber.contact === null) return { went: 'dropped', reason: 'it has no contact' };
      const to = { subscriber: { ...subscriber, address: subscriber.contact }, page, isToMany: false };
      return mailer.send(letter, to, async () => {
        const { subscribingWordsIn } = await import('../page/whole-page.ts');
        const link = `${baseUrl()}/u/${table.addLink(subscriber.id, 'confirm', subscriber, confirmWithinMs)}`;
        const hook = { address: addressForReaders(subscriber), reason: subscriber.reason ?? '', link };
        return subscribingWordsIn[options.languageOf(page, subscriber)].stoppedMail(page.settings.name, hook);
      });
    },
  });
  return ({ id, contact }: Subscriber) => {
    if (contact === null) return;
    const key = `stopped-webhook:${id}:${now()}`;
    outbox.put([{ key, kind: 'stopped-webhook', recipient: id, payload: {} }]);
  };
}
