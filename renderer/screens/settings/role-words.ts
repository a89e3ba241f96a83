import type { Role } from '#room/team/scales.ts';
import { strings } from '../../strings/index.ts';

const words = strings.settings;

export const roleWords: Record<Role, string> = {
  owner: words.ownerEverythingAlso,
  responder: words.responderWorksIn,
  viewer: words.viewerReadsEvery,
};

export const roleNames: Record<Role, string> = {
  owner: words.owner,
  responder: words.responder,
  viewer: words.viewer,
};
