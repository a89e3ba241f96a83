export const reviewCopy = {
  copyRich: 'Copy',
  copyRichKey: 'Copy the review as rich text',
  copied: 'Copied, to paste into a page or a mail',
  comments: {
    of: (title: string) => `Comments on ${title}`,
    add: 'Comment',
    addTo: (title: string) => `Comment on ${title}`,
    hint: 'A question or a remark; @name tells somebody',
    send: 'Send',
    settle: 'Settled',
  },
  publish: {
    open: 'Publish',
    title: 'Publish the review on a status page',
    send: 'Publish',
    empty: 'Nothing is written for readers outside yet.',
    names: (names: string) => `Readers outside see no names. Take out ${names} first.`,
    notReviewed:
      'Set the review to Reviewed first: only a text that somebody read as it stands is published.',
  },
  open: 'Copy for others',
  nothingHidden: 'Names, hosts, customers and chosen entries can be left out.',
  hidden: (count: number) =>
    count === 1
      ? '1 word is hidden. It was looked for, and it is not in the copy.'
      : `${count} words are hidden. They were looked for, and none is in the copy.`,
  left: (names: string) => `Still in the copy: ${names}. It cannot be saved like this.`,
  notClean: 'a word to hide is still in the file.',
  roles: 'Roles instead of names',
  hosts: 'Hide hosts and addresses',
  struck: 'Leave out what was struck out',
  attachments: 'Leave out attached files',
  hide: 'Also hide these words, such as customers',
  hideHint: 'Acme, Globex',
  instead: (word: string, instead: string) => `${word} becomes ${instead}`,
  entries: (count: number) =>
    count === 0
      ? 'Leave out entries of the timeline'
      : count === 1
        ? 'Leave out entries of the timeline: 1 chosen'
        : `Leave out entries of the timeline: ${count} chosen`,
};
