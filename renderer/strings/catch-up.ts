export const catchUp = {
  catchMeUp: 'Catch me up: what changed since I left',
  room: 'Room',
  replayRoomAs: 'Replay the room as it was',
  whatChanged: 'What changed',
  nothingChanged: 'nothing changed',
  onlySinceI: 'Only since I left',
  sinceBegan: 'Since it began',
  close: 'Close ',
  notCopied: 'Not copied',
  clipboardDidNot: (problem: string | number) =>
    `Copying failed (${problem}). Select the text and copy it yourself.`,
  copied: 'Copied',
  copyAsHand: 'Copy as handover',
};
