import { createHmac } from 'node:crypto';
import { textField } from '../../forms/fields.ts';
import { defineChannel, secretUrlField } from './channel.ts';
import { post } from './post.ts';

export const webhook = defineChannel({
  label: 'Webhook',
  fields: {
    url: secretUrlField({
      label: 'Address',
      hint: 'It gets a POST with JSON. Not shown again after you save.',
    }),
    secret: textField({
      label: 'Signing secret',
      hint: 'Signs the body: X-Muster-Signature: v1=<HMAC-SHA256, hex>',
      isSecret: true,
      max: 500,
      isMain: true,
    }),
  },
  perMinute: 300,
  send: ({ purpose, incident, subject, text, links, to, rendered }, { url, secret }, context) => {
    const { deliveryId: id, now: at } = context;
    const body = JSON.stringify({
      version: 1,
      id,
      at,
      purpose,
      incident,
      subject,
      text: rendered ?? text,
      links,
      to,
    });
    // Signs the bytes as sent, so that the receiver can verify them before parsing.
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    return post(
      { url, body, headers: secret === '' ? {} : { 'x-muster-signature': `v1=${signature}` } },
      context,
    );
  },
});
