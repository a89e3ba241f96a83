export type ImportFormat = 'muster' | 'gatus' | 'uptime-kuma';

/** Guesses the tool that wrote the file. The user can choose another one. */
export function guessFormat(text: string): ImportFormat {
  const start = text.trimStart();
  if (start.startsWith('{')) return 'uptime-kuma';
  return /^(?:endpoints|external-endpoints|alerting):/m.test(start) && !/^(?:monitors|channels):/m.test(start)
    ? 'gatus'
    : 'muster';
}
