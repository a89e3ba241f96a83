import { useMemo } from 'react';
import { templatesFrom, type CommsTemplate } from '#room/team/team-templates.ts';
import type { Level } from '#room/team/levels.ts';
import { showScheme } from '#room/team/scheme.ts';
import { roleFrom, type TeamRole } from '#room/team/team-roles.ts';
import { useFeed } from './feed.tsx';

/** SL: the team's current severity levels and roles, even while the team's server is away. */
export function useScheme(): { levels: readonly Level[]; roles: readonly TeamRole[] } {
  const changes = useFeed().snapshot?.scheme;
  return useMemo(() => showScheme(changes), [changes]);
}

/** CM1: the templates for updates, even while the team's server is away. */
export function useCommsTemplates(): readonly CommsTemplate[] {
  const changes = useFeed().snapshot?.scheme?.commsTemplates;
  return useMemo(() => templatesFrom(changes ?? []), [changes]);
}

/** The name and purpose of a role. Roles without a description get a default. */
export function useRoleText(): (role: string) => TeamRole {
  const changes = useFeed().snapshot?.scheme?.roles;
  return useMemo(() => (role: string) => roleFrom(changes ?? [], role), [changes]);
}
