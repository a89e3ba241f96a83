import { expect, test } from 'vitest';
import { guessFormat } from './guess-format.ts';

test.each([
  ['monitors:\n  - name: Shop\n', 'muster'],
  ['# ours\nchannels: []\n', 'muster'],
  ['', 'muster'],
  ['endpoints:\n  - name: shop\n    url: https://shop.example\n', 'gatus'],
  ['alerting:\n  slack:\n    webhook-url: https://hooks.example\nendpoints: []\n', 'gatus'],
  ['external-endpoints:\n  - name: job\n', 'gatus'],
  ['\n {"version": "1.23.0", "monitorList": []}', 'uptime-kuma'],
])('[CF12] %j seems to be of %s', (text, format) => {
  expect(guessFormat(text)).toBe(format);
});
