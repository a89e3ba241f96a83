/**
 * Reads text/event-stream from chunks that may end anywhere: push each chunk, get the `data` of every event
 * that it completed. Only `data` fields matter to the feed; comments keep the line warm.
 */
export function createEventReader(): (chunk: string) => string[] {
  let rest = '';
  let data: string[] = [];
  return (chunk) => {
    rest += chunk;
    const events: string[] = [];
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) events.push(data.join('\n'));
        data = [];
      } else if (line.startsWith('data:')) {
        data.push(line.slice(5).replace(/^ /, ''));
      }
    }
    return events;
  };
}
