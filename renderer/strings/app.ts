export const app = {
  messages: 'Messages',
  muster: 'Muster',
  noAnswer: 'No answer',
  serverSilent: (host: string | number) =>
    `The server at ${host} does not answer. Check that it runs, then try again.`,
  serverAnswered: (status: string | number, statusText: string | number) =>
    `The server answered ${status} ${statusText}.`,
};
