export const composer = {
  keyGroup: 'Composer',
  keyWords: {
    enter: 'Add it to the timeline',
    'shift+enter': 'New line',
    tab: 'Complete the command or the name',
    escape: 'Leave it; what is typed stays',
  },
  tooLong: (length: number, limit: number) =>
    `${length.toLocaleString('en')} characters; a line has at most ${limit.toLocaleString('en')}. Shorten it, or`,
  attachText: 'Attach it as a file',
  pastedName: 'Pasted text.txt',
  whatCanFollow: 'What can follow',
  thisRoomAs: 'This is the room as it was. Nothing is written in the past: Esc goes back to now.',
  youReadAlong: 'Read-only. An owner can make you a responder.',
  writeLine: 'Write a line',
  room: 'Room',
  writeCommand: 'Write a command',
  writeTimeline: 'Write to the timeline',
  writeWhatYou: 'Write what you see, do or decide. / for commands',
  enterAddsNote:
    'Enter adds a note, Shift+Enter a line. Begin with 14:02 or -5m for earlier; !action ?hypothesis #decision todo',
  thisIncidentClosed: 'This incident is closed. What is written now is still added.',
  enterDoesEsc: (asks: string | number) => `${asks} Enter does it, Esc leaves.`,
  enter: (what: string | number, what2: string | number) => `Enter: ${what}${what2}`,
  peopleWriting: (count: string | number) => `${count} people are writing`,
  writing: (names: string) => `${names} is writing`,
  bothWriting: (names: string) => `${names} are writing`,
};
