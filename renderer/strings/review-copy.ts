export const reviewCopy = {
  copyRich: 'Copy',
  copyRichKey: 'Copy the review as rich text',
  copied: 'Copied, to paste into a page or an e-mail',
  comments: {
    of: (title: string) => `Comments on ${title}`,
    add: 'Comment',
    addTo: (title: string) => `Comment on ${title}`,
    hint: 'A question or a remark. @name tells somebody.',
    send: 'Send',
    settle: 'Settled',
  },
  publish: {
    open: 'Publish',
    title: 'Publish the review on a status page',
    send: 'Publish',
    pictures: 'Pictures for readers outside',
    picturesHint:
      'Pictures are left out unless you choose them. The drawing shows customer impact and the updates sent, without names, checks or actions. Attached pictures lose their metadata. Look at each one before you choose it.',
    strip: 'Drawing of the incident',
    stripAlt: 'Customer impact and updates sent, on one time axis',
    noPictures: 'Without pictures.',
    withPictures: (names: readonly string[]) => `With these pictures: ${names.join(', ')}.`,
    empty: 'Nobody has written anything for readers outside yet.',
    names: (names: string) => `Readers outside see no names. Take out ${names} first.`,
    notReviewed:
      'Set the review to Reviewed first. Muster publishes only a text that somebody has read in its current form.',
  },
  open: 'Copy for others',
  nothingHidden: 'You can leave out names, hosts, customers and chosen entries.',
  hidden: (count: number) =>
    count === 1
      ? '1 word is hidden. Muster searched the copy for it and did not find it.'
      : `${count} words are hidden. Muster searched the copy for them and found none.`,
  left: (names: string) => `Still in the copy: ${names}. You cannot save it like this.`,
  notClean: 'a word to hide is still in the file.',
  profiles: {
    choose: 'What the team usually hides',
    none: 'The team has kept nothing yet',
    ownChoice: 'Chosen here',
    name: 'Keep these choices for the team as',
    nameHint: 'For customers',
    save: 'Keep',
    replace: 'Replace',
    remove: (name: string) => `Remove “${name}”`,
  },
  roles: 'Roles instead of names',
  hosts: 'Hide hosts and addresses',
  struck: 'Leave out struck-out entries',
  attachments: 'Leave out attached files',
  hide: 'Also hide these words, such as customers',
  hideHint: 'Acme, Globex',
  notFound: 'Nicknames and misspellings are not found. Add them here.',
  instead: (word: string, instead: string) => `${word} becomes ${instead}`,
  entries: (count: number) =>
    count === 0
      ? 'Leave out entries of the timeline'
      : count === 1
        ? 'Leave out entries of the timeline: 1 chosen'
        : `Leave out entries of the timeline: ${count} chosen`,
};
