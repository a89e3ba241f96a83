// The maximum lengths of texts.

export const limits = {
  text: 20_000,
  title: 300,
  name: 120,
  id: 64,
  url: 2_000,
  list: 200,
  mentions: 50,
  factBytes: 65_536,
  depth: 16,
} as const;
