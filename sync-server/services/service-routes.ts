import { z } from 'zod';
import { managedShape } from '#wire/api/list.ts';
import { findService, isSameService } from '#room/team/services.ts';
import { changedMeanwhile, Problem } from '../http/problem.ts';
import { shelfRoutes } from '../http/collection-routes.ts';
import { isOpen, type Incidents } from '../incidents/incidents.ts';
import {
  mostAliases,
  mostServices,
  serviceSchema,
  showService,
  type KeptService,
  type ServiceRefusal,
  type ServiceSettings,
} from './services.ts';
import type { Monitors } from '../monitoring/monitors.ts';
import type { Services } from './services.ts';

type Takes = {
  incidents: Incidents;
  services: Services;
  monitors: Monitors;
};

function refused(refusal: ServiceRefusal): Problem {
  if (refusal === 'unknown') return new Problem(404, 'There is no such service.');
  if (refusal === 'changed-meanwhile') return new Problem(...changedMeanwhile);
  if (refusal === 'too-many')
    return new Problem(400, `There are already ${mostServices} services. That is the limit.`);
  return wrong('name', 'a name that no other service has');
}

const wrong = (field: string, expected: string) =>
  new Problem(400, 'The service is not as expected.', { errors: [{ field, expected }] });

/** SV2: monitors, policies and incidents that use the name until now mean the service still. */
function keepOldName(settings: ServiceSettings, before: KeptService | null): ServiceSettings {
  const { name, aliases = [] } = settings;
  const old = before?.settings.name ?? name;
  if (isSameService(old, name) || aliases.some((alias) => isSameService(alias, old))) return settings;
  const others = aliases.filter((alias) => !isSameService(alias, name));
  if (others.length >= mostAliases)
    throw wrong('aliases', `at most ${mostAliases - 1}, because the old name becomes another`);
  return { ...settings, aliases: [...others, old] };
}

/** SV1: dependencies may be given by name and are stored by id, so that a rename breaks nothing. */
function check(given: ServiceSettings, before: KeptService | null, { services }: Takes): ServiceSettings {
  const settings = keepOldName(given, before);
  const { dependsOn } = settings;
  if (dependsOn === undefined) return settings;
  const all = services.shown();
  const ids = dependsOn.map((said, index) => {
    const found = all.find(({ id }) => id === said) ?? findService(all, said);
    if (found === null) throw wrong(`dependsOn.${index}`, 'the id or the name of a service');
    if (found.id === before?.id) throw wrong(`dependsOn.${index}`, 'another service than this one');
    return found.id;
  });
  return { ...settings, dependsOn: [...new Set(ids)] };
}

/** SV3: the dependents, monitors and open incidents of a service. */
function standing({ id, settings }: KeptService, { services, monitors, incidents }: Takes) {
  const all = services.shown();
  const isMeant = (name: string | null | undefined) =>
    name !== null && name !== undefined && findService(all, name)?.id === id;
  return {
    dependedOnBy: all.filter(({ dependsOn }) => dependsOn.includes(id)).map((each) => each.id),
    monitors: monitors
      .list()
      .filter((monitor) => isMeant(monitor.settings.service))
      .map((monitor) => monitor.id),
    openIncidents: incidents
      .list()
      .filter(
        (incident) =>
          isOpen(incident) &&
          (isMeant(incident.service) || isSameService(incident.service ?? '', settings.name)),
      )
      .map((incident) => incident.id),
  };
}

export const serviceRoutes = shelfRoutes<Takes, ServiceSettings, KeptService, ServiceRefusal>({
  path: '/api/v1/services',
  summaries: {
    list: 'Every service, with its monitors and open incidents',
    add: 'Record a service',
    one: 'One service',
    change: 'Change a service; one sent back as it was read stays as it is',
    remove: 'Forget a service; incidents and monitors keep its name',
  },
  schema: serviceSchema,
  adds: {
    ...managedShape,
    dependedOnBy: z.array(z.string()),
    monitors: z.array(z.string()),
    openIncidents: z.array(z.string()),
  },
  shelf: (parts) => parts.services,
  show: (item, { parts }) => ({
    ...item.settings,
    id: item.id,
    dependsOn: showService(item, parts.services.list()).dependsOn,
    ...standing(item, parts),
  }),
  check,
  refused,
});
