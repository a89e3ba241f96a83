export const connection = {
  noSession: 'No session',
  muster: 'Muster',
  anIntake: 'an intake',
  someone: (what: string) => `someone (${what})`,
};
