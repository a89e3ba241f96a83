import { strings } from '../../../strings/index.ts';

const words = strings.monitors.beats;

/** Lines to copy into a crontab or a script (HB1); `url` is absolute. */
export function beatSnippets(kind: string, url: string): readonly { label: string; value: string }[] {
  const post = `curl -fsS -m 10 --retry 3 -o /dev/null`;
  if (kind === 'metric') {
    const disk = `df --output=pcent / | tail -1 | tr -dc 0-9`;
    return [
      { label: words.metric.curl, value: `${post} "${url}?value=42"` },
      // In a crontab, an unescaped % ends the command.
      { label: words.metric.file, value: `* * * * * ${post} "${url}?value=$(${disk})"` },
    ];
  }
  return [
    { label: words.heartbeat.cron, value: `0 3 * * * /path/to/job && ${post} ${url}` },
    {
      label: words.heartbeat.curl,
      value: `${post} ${url}/start; /path/to/job; ${post} ${url}/$?`,
    },
  ];
}
