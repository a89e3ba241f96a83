import type { Role } from '#room/feed.ts';

export const roleWords: Record<Role, string> = {
  owner: 'Owner: everything, also people and checks',
  responder: 'Responder: works in every room',
  viewer: 'Viewer: reads every room',
};

export const roleNames: Record<Role, string> = { owner: 'Owner', responder: 'Responder', viewer: 'Viewer' };
