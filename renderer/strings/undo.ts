export const undo = {
  key: 'Undo',
  done: 'Taken back',
  refused: 'Not taken back',
  palette: 'Undo: take my last act in this room back',
};
