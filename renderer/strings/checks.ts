/** What is said of a check besides up and down. Times come ready to be read. */
export const checks = {
  waiting: 'waiting for its first result',
  maintenance: 'in maintenance',
  maintenanceUntil: (time: string) => `in maintenance until ${time}`,
  flapping: 'flapping',
  explained: (parent: string) => `failing because ${parent} is down`,
  blindSince: (time: string) => `Monitoring blind since ${time}`,
  blindHelp: 'This server’s own network is away. What fails now says nothing and is not declared.',
};
