export const lobby = {
  namesYou: 'names you',
  rail: 'Due, on call and over',
  onCall: { head: 'On call', nobody: 'Nobody', until: 'until', next: 'then', you: 'You' },
  due: { head: 'Due', update: 'Update', review: 'Review', resolved: 'resolved' },
};
