export const undo = {
  key: 'Undo',
  done: 'Undone',
  refused: 'Not undone',
  palette: 'Undo my last act in this room',
};
