export const acts = {
  undo: 'Undo',
  acknowledged: (name: string) => `${name} acknowledged. Paging stops.`,
  acknowledgedAll: (count: number) => `${count} incidents acknowledged. Paging stops.`,
  tookCommand: 'You are the commander now.',
  skipped: (act: string, why: string) => `Left as it is: ${act}. ${why}`,
  mistake: 'Declared by mistake',
  mistakeHint: 'Closes the incident and ends its paging. Offered for one minute.',
  mistakeDone: (name: string) => `${name} is closed: it was declared by mistake.`,
};
