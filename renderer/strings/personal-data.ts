/** What is known of a person, and erasing it. */
export const personalData = {
  title: 'Personal data',
  own: 'Save everything that is known of you: details, shifts, pages, what you wrote, and what the audit log says.',
  saveOwn: 'Save my data',
  save: 'Save data',
  saveOf: (name: string) => `Save data of ${name}`,
  erase: 'Erase…',
  eraseOf: (name: string) => `Erase ${name}`,
  what: (name: string) =>
    `This ends the access of ${name} and takes their name, how they are reached, their devices and the messages to them away: here, on every desktop that hears of it, and in every room, where they are called “Former member”.`,
  stays:
    'What they wrote stays, and so does what others typed about them. Signed entries of rooms and the audit log keep their id.',
  type: (name: string) => `Type “${name}” to erase them for good`,
  confirm: 'Erase for good',
  leave: 'Keep',
  erased: (name: string, since: string) => `${name} was erased. They are called ${since} now.`,
  notErased: (why: string) => `Nothing was erased. ${why}`,
  notRead: (why: string) => `It could not be read. ${why}`,
  former: 'Former members',
  formerWhy: 'They have no access. Their name and how they were reached are kept until you erase them.',
};
