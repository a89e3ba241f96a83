import { hostField, portField, textField, toggleField } from '../forms/fields.ts';
import {
  describeCertificate,
  openTls,
  peekCertificate,
  sayDaysLeft,
  thresholdPassed,
  warningDays,
} from './certificate.ts';
import { defineCheck } from './check.ts';
import type { Certificate } from './evidence.ts';
import { isCertificateFailure, explainFailure } from './explain.ts';
import { measure } from './measure.ts';

/** CK6: how many days before an end to warn. */
export const warnDaysField = textField({
  label: 'Warn',
  hint: 'Days before the end, such as 30, 14, 7',
  isMain: true,
  fallback: warningDays.join(', '),
  max: 100,
  check: (text) => (parseDays(text) === null ? 'days from 1 to 365, such as 30, 14, 7' : null),
});

export const tls = defineCheck({
  label: 'TLS certificate',
  about: 'Looks at a certificate: whom it is for, who vouches for it, and how many days it has left.',
  intervalSeconds: 3_600,
  area: 'security',
  fields: {
    host: hostField({ label: 'Host' }),
    port: portField({ label: 'Port', isMain: true, fallback: 443 }),
    warnDays: warnDaysField,
    name: textField({
      label: 'Server name',
      hint: 'If it differs from the host',
      group: 'Connection',
      max: 253,
    }),
    ignoresTrust: toggleField({
      label: 'Check only the expiry',
      hint: 'Accepts a certificate that is not trusted or has another name',
      group: 'Connection',
      fallback: false,
    }),
  },
  target: ({ host, port }) => ({ url: '', hostname: host, port: String(port) }),
  run: ({ host, port, name, warnDays, ignoresTrust }, context) => {
    const target = { host, port, ...(name === '' ? {} : { name }), ...context };
    return measure(context, null, async () => {
      const startedAt = performance.now();
      try {
        const socket = await openTls({ ...target, isTrusting: ignoresTrust });
        const seen = socket.getPeerX509Certificate();
        const certificate = seen && describeCertificate(seen, socket);
        socket.destroy();
        if (certificate === undefined) return { wrong: 'it showed no certificate' };
        return {
          certificate,
          evidence: { certificate },
          ...judge(certificate, parseDays(warnDays) ?? [], context.now()),
        };
      } catch (error) {
        if (!isCertificateFailure(error)) throw error;
        const wrong = explainFailure(error, context.signal, performance.now() - startedAt);
        const certificate = await peekCertificate(target);
        if (certificate === null) return { wrong };
        return { wrong: `${wrong} (${certificate.subject})`, certificate, evidence: { certificate } };
      }
    });
  },
});

/** CK6: the reason names the threshold that was passed. */
function judge({ subject, expiresAt, endsWith }: Certificate, days: readonly number[], now: number) {
  const threshold = thresholdPassed(expiresAt, now, days);
  if (threshold === null) return {};
  const whose = endsWith === undefined ? subject : `${endsWith}, in the chain of ${subject},`;
  if (threshold === 0) return { wrong: `the certificate of ${whose} expired on ${dateOf(expiresAt)}` };
  const left = sayDaysLeft(expiresAt, now);
  return {
    warning: `the certificate of ${whose} ends in ${left}, on ${dateOf(expiresAt)} (under ${threshold} days)`,
  };
}

const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** `30, 14, 7` as numbers; null when it is not of that form. */
export function parseDays(text: string): number[] | null {
  if (text.trim() === '') return [];
  const days = text.split(',').map((part) => (/^\s*\d{1,3}\s*$/.test(part) ? Number(part) : Number.NaN));
  return days.every((day) => day >= 1 && day <= 365) ? days : null;
}
