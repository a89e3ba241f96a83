// An incident as a file: opening one, looking at it, and taking it in.
export const record = {
  title: 'Record',
  palette: 'Open a record (.muster file)',
  keywords: ['file', 'muster', 'import', 'archive'],
  none: 'No record is open',
  noneWhy:
    'A record is an incident as a file, with its timeline, files and review. Drop one here, or choose it. It opens read-only and changes nothing.',
  choose: 'Choose a file',
  dropHere: 'Drop the record to open it',
  reading: 'Reading the record',
  notOpened: (why: string) => `Not opened. ${why}`,
  notRead: 'Muster could not read this file.',
  tooLarge: 'The file is larger than 128 MiB. A record is never that large.',
  readOnly: 'Record, read only',
  savedBy: (who: string) => `saved {time} by ${who}`,
  lacks: (names: string, count: number) =>
    count === 1
      ? `One attached file is missing: ${names}.`
      : `${count} attached files are missing: ${names}.`,
  noLog: 'Its log was too large to include, so the replay shows no texts.',
  cancel: 'Cancel',
  checking: 'Checking the signatures',
  stopChecking: 'Stop checking',
  stopped: 'Muster did not check its signatures.',
  checkAgain: 'Check them',
  cannotCheck: 'This browser cannot check its signatures. Use https or the desktop.',
  notSigned: 'Not signed. Somebody saved it before Muster signed records, or without a team.',
  notWhole: 'Not whole. These differ from the signed content:',
  moreFaults: (count: number) => `and ${count} more`,
  whole: (of: {
    entries: number;
    devices: number;
    before: number;
    unsigned: number;
    foreign: number;
    head: string | null;
    by: string;
  }) =>
    [
      `Whole: ${of.entries === 1 ? '1 entry' : `${of.entries} entries`} by ${of.devices === 1 ? '1 device' : `${of.devices} devices`}, signed by ${of.by}.`,
      ...(of.before > 0 ? [`${of.before} from before signing began.`] : []),
      ...(of.unsigned > 0 ? [`${of.unsigned} not signed yet.`] : []),
      ...(of.foreign > 0 ? [`${of.foreign} of the devices are another team’s.`] : []),
      ...(of.head === null ? [] : [`Head of the journal: ${of.head}`]),
    ].join(' '),
  room: 'Room',
  review: 'Review',
  replay: 'Replay',
  parts: 'Parts of the record',
  merge: 'Merge into this team',
  mergeWhy: 'Adds its new entries to the incident here, or creates the incident. Nothing is overwritten.',
  merged: (facts: number, files: number) =>
    facts === 0 && files === 0
      ? 'Everything in the record was already here.'
      : `Merged: ${facts === 1 ? '1 entry' : `${facts} entries`} and ${files === 1 ? '1 file' : `${files} files`} were new.`,
  isNew: 'The incident now belongs to this team.',
  goTo: 'Open the incident',
  notMerged: (why: string) => `Not merged. ${why}`,
  close: 'Close the record',
  notWritten: 'This is a record. It cannot be changed.',
  notInRecord: 'This file is not in the record.',
  onlyHere: 'This works only in the incident itself, not in a record.',
};
