export const app = {
  messages: 'Messages',
  muster: 'Muster',
  noAnswer: 'No answer',
  serverSilent: (host: string) =>
    `The server at ${host} does not answer. Check that it runs, then try again.`,
  serverAnswered: (status: number, statusText: string) => `The server answered ${status} ${statusText}.`,
};
