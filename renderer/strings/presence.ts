import { sayList } from '#room/text/words.ts';

/** `names` are of people other than the reader. */
export const presence = {
  here: (count: number) => `${count} here`,
  whoIsHere: 'Who is here',
  invite: 'Invite somebody',
  you: 'you',
  places: {
    roles: 'Roles',
    checklist: 'Checklist',
    tasks: 'Tasks',
    impact: 'Impact',
    comms: 'Comms',
    checks: 'Checks',
    files: 'Files',
    links: 'Links',
    summary: 'Summary',
    hypotheses: 'Investigation',
    timeline: 'Timeline',
    review: 'Review',
    replay: 'Replay',
  },
  writing: (place: string) => `writing, ${place}`,
  followsYou: 'follows you',
  follow: 'Follow',
  followPerson: (name: string) => `Follow ${name}`,
  stop: 'Stop following',
  looksHere: (names: readonly string[]) =>
    `${sayList(names)} ${names.length === 1 ? 'is' : 'are'} looking here`,
  youFollow: (name: string, place: string) => `You follow ${name}: ${place}`,
  elsewhere: (name: string) => `You follow ${name}, who is not in this room now`,
  inReplay: (name: string) => `You follow ${name}, who is watching a replay. Press G to open yours`,
  asked: (name: string) => `${name} commands and asks you to follow.`,
  accept: 'Follow',
  notNow: 'Not now',
  ask: 'Ask everybody to follow me',
  stopAsking: 'Stop asking to follow me',
  youLead: (names: readonly string[]) =>
    names.length === 0
      ? 'You asked everybody to follow you. Nobody does yet'
      : `${sayList(names)} ${names.length === 1 ? 'follows' : 'follow'} you`,
  key: 'Follow the commander, or stop',
  escape: 'Stop following',
};
