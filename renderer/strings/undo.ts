export const undo = {
  key: 'Take my last act back',
  done: 'Taken back',
  refused: 'Not taken back',
  palette: 'Undo: take my last act in this room back',
};
