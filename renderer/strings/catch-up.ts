export const catchUp = {
  catchMeUp: 'Catch me up: what changed since I left',
  room: 'Room',
  replay: 'Replay the room as it was',
  whatChanged: 'What changed',
  nothingChanged: 'nothing changed',
  onlyMine: 'Only since I left',
  sinceBegan: 'Since it began',
  close: 'Close',
  notCopied: 'Not copied',
  clipboardDidNot: (problem: string) => `Copying failed (${problem}). Select the text and copy it yourself.`,
  copied: 'Copied',
  copyHandover: 'Copy as handover',
};
