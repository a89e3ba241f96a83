const mebibytes = (bytes: number): string => `${Number((bytes / 1024 ** 2).toFixed(1))} MiB`;

export const attachments = {
  attach: 'Attach',
  attachFiles: 'Attach files',
  drop: 'Drop to attach to this incident',
  dropAside: 'Everybody in this room sees it.',
  uploading: (name: string, percent: number) => `Attaching ${name}: ${percent} %`,
  hashing: (name: string) => `Reading ${name}`,
  notAttached: (name: string, why: string) => `${name} was not attached: ${why}`,
  tooLarge: (bytes: number, most: number) =>
    `it has ${mebibytes(bytes)}, and a file may have ${mebibytes(most)}. Attach a smaller one, or add a link to it.`,
  tooMany: (most: number) =>
    `a room holds ${most} files at most, and this one is full. Add a link to it instead.`,
  unreadable: 'it cannot be read. If it is a folder, attach the files in it; if it moved, choose it again.',
  tryAgain: 'Try again',
  dismiss: 'Dismiss',
  screenshot: (time: string) => `Screenshot ${time}.png`,
  download: 'Download',
  downloadName: (name: string) => `Download ${name}`,
  open: 'Open',
  openNamed: (name: string) => `Open ${name}: `,
  loading: 'Loading',
  notHereYet: 'Not here yet. It comes when whoever attached it is connected.',
  noAnswer: 'The server does not answer. It is tried again.',
  damaged: 'What came is not what was attached, so it is not shown.',
  noPreview: 'No preview of this kind of file. Download it to look at it.',
  onlyBeginning: (shown: string) => `The first ${shown}. Download it for the rest.`,
  facts: (facts: { size: string; who: string; when: string }) =>
    `${facts.size} · ${facts.who}, ${facts.when}`,
  place: (index: number, count: number) => `${index} of ${count}`,
  before: 'File before',
  next: 'Next file',
  close: 'Close',
  files: 'Files',
  empty: 'Screenshots, logs and graphs. Drop them anywhere in the room, or paste a screenshot.',
  emptyReadOnly: 'Nothing is attached.',
};
