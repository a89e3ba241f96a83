export type ImportFormat = 'muster' | 'gatus' | 'uptime-kuma';

/** Whose file it seems to be; whoever chose it may say otherwise. */
export function guessFormat(text: string): ImportFormat {
  const start = text.trimStart();
  if (start.startsWith('{')) return 'uptime-kuma';
  return /^(?:endpoints|external-endpoints|alerting):/m.test(start) && !/^(?:monitors|channels):/m.test(start)
    ? 'gatus'
    : 'muster';
}
