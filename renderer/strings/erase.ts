/** ER4: erasing an incident. */
export const erase = {
  palette: 'Erase this incident for good',
  keywords: ['delete', 'remove', 'gdpr', 'privacy', 'forget', 'destroy'],
  title: (name: string) => `Erase ${name} for good`,
  what: 'This deletes its room, files, review and numbers here, and on every desktop of the team when it connects. Nobody can bring them back.',
  stays:
    'These stay: its number, who erased it and when, what a status page said about it, backups, and copies that people saved.',
  isOpen: 'It is open. Resolve it first.',
  type: (name: string) => `Type ${name} to erase it`,
  erase: 'Erase it for good',
  leave: 'Cancel',
  close: 'Close the dialog',
  done: (name: string) => `${name} is erased`,
  notDone: (why: string) => `Not erased. ${why}`,
  gone: 'This incident was erased',
  goneFor: 'An owner erased it everywhere, for good.',
  toLobby: 'To the lobby',
};
