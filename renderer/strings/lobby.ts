export const lobby = {
  due: { head: 'Due', update: 'Update', review: 'Review', resolved: 'resolved' },
};
