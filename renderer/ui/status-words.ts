const words = {
  triage: 'Triage',
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  closed: 'Closed',
} as const;

export function statusWords(status: keyof typeof words): string {
  return words[status];
}

const checkWords = {
  pending: 'waiting for its first result',
  up: 'up',
  degraded: 'degraded',
  down: 'down',
  paused: 'paused',
  maintenance: 'in maintenance',
} as const;

export function checkStatusWords(status: keyof typeof checkWords): string {
  return checkWords[status];
}
