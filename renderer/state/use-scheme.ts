import { useMemo } from 'react';
import { templatesFrom, type CommsTemplate } from '#room/comms/team-templates.ts';
import type { Level } from '#room/levels.ts';
import { showScheme } from '#room/scheme.ts';
import { roleFrom, type TeamRole } from '#room/team-roles.ts';
import { useFeed } from './feed.tsx';

/** SL: the team's levels and roles as they stand, also while the team's server is away. */
export function useScheme(): { levels: readonly Level[]; roles: readonly TeamRole[] } {
  const changes = useFeed().snapshot?.scheme;
  return useMemo(() => showScheme(changes), [changes]);
}

/** CM1: the texts that updates begin with, also while the team's server is away. */
export function useCommsTemplates(): readonly CommsTemplate[] {
  const changes = useFeed().snapshot?.scheme?.commsTemplates;
  return useMemo(() => templatesFrom(changes ?? []), [changes]);
}

/** What a role is called and is for, also one that nobody described. */
export function useRoleText(): (role: string) => TeamRole {
  const changes = useFeed().snapshot?.scheme?.roles;
  return useMemo(() => (role: string) => roleFrom(changes ?? [], role), [changes]);
}
