/** Words about the data of a person, and about erasing it. */
export const personalData = {
  title: 'Personal data',
  own: 'Save everything that Muster keeps about you: your details, shifts, pages, entries and audit log.',
  saveOwn: 'Save my data',
  save: 'Save data',
  saveOf: (name: string) => `Save data of ${name}`,
  erase: 'Erase…',
  eraseOf: (name: string) => `Erase ${name}`,
  what: (name: string) =>
    `This ends the access of ${name}. It erases their name, contact details, devices and the messages to them, here and on every desktop when it connects. Rooms then call them “Former member”.`,
  stays:
    'Their entries stay, and so does everything that others typed about them. Signed entries and the audit log keep their id.',
  type: (name: string) => `Type “${name}” to erase them for good`,
  confirm: 'Erase for good',
  leave: 'Cancel',
  erased: (name: string, since: string) => `${name} was erased. Muster calls them ${since} now.`,
  notErased: (why: string) => `Nothing was erased. ${why}`,
  notRead: (why: string) => `It could not be read. ${why}`,
  former: 'Former members',
  formerWhy: 'They have no access. Muster keeps their name and contact details until you erase them.',
};
