import type { Role } from '#room/team/scales.ts';
import { strings } from '../../strings/index.ts';

const words = strings.settings;

export const roleWords: Record<Role, string> = {
  owner: words.ownerMeans,
  responder: words.responderMeans,
  viewer: words.viewerMeans,
};

export const roleNames: Record<Role, string> = {
  owner: words.owner,
  responder: words.responder,
  viewer: words.viewer,
};
