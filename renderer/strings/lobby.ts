export const lobby = {
  namesYou: 'names you',
  due: { head: 'Due', update: 'Update', review: 'Review', resolved: 'resolved' },
};
