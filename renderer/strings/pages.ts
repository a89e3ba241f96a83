export const pages = {
  everywhere: 'Everywhere',
};
