/** RS6: the meeting in which a review is read together. */
export const meeting = {
  plan: 'Plan the meeting',
  title: 'The meeting about this review',
  when: 'When',
  whenHint: 'Such as tomorrow 14:00 or fri 10am, by your clock',
  notWhen: 'A day and a time in the future, such as tomorrow 14:00',
  length: 'Length',
  minutes: (minutes: number) => `${minutes} min`,
  facilitator: 'Who leads it',
  facilitatorHint: 'Choose somebody who was not in the incident, if you can.',
  nobody: 'Not decided',
  wasIn: (name: string) => `${name} (was in the incident)`,
  invited: (names: string) => `Invited, because they were in the incident: ${names}`,
  save: 'Save for the calendar',
  saved: 'Saved as an .ics file. Open it in your calendar, which sends the invitations.',
  notSaved: (why: string) => `Not saved. ${why}`,
  leave: 'Cancel',
};
