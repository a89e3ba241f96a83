// The list of routes. A new group is one file and one line here.
import type { Route } from '../route.ts';
import { attachmentRoutes } from './attachments.ts';
import { channelRoutes } from './channels.ts';
import { configurationRoutes } from './configuration.ts';
import { deliveryRoutes } from './deliveries.ts';
import { evidenceRoutes } from './evidence.ts';
import { historyRoutes } from './history.ts';
import { bridgeRoutes } from './bridge.ts';
import { hubRoutes } from './hub.ts';
import { incidentRoutes } from './incidents.ts';
import { intakeRoutes } from './intakes.ts';
import { invitationRoutes } from './invitations.ts';
import { maintenanceRoutes } from './maintenance.ts';
import { monitoringRoutes } from './monitoring.ts';
import { monitorRoutes } from './monitors.ts';
import { openPageRoutes } from './open-pages.ts';
import { policyRoutes } from './policies.ts';
import { onCallRoutes } from './on-call.ts';
import { overviewRoutes } from './overview.ts';
import { peopleRoutes } from './people.ts';
import { playbookRoutes } from './playbooks.ts';
import { rehearsalRoutes } from './rehearsals.ts';
import { reviewRoutes } from './reviews.ts';
import { scheduleRoutes } from './schedules.ts';
import { selfRoutes } from './self.ts';
import { updateRoutes } from './updates.ts';

export const routes: readonly Route[] = [
  ...selfRoutes,
  ...incidentRoutes,
  ...historyRoutes,
  ...attachmentRoutes,
  ...reviewRoutes,
  ...peopleRoutes,
  ...scheduleRoutes,
  ...onCallRoutes,
  ...policyRoutes,
  ...rehearsalRoutes,
  ...openPageRoutes,
  ...invitationRoutes,
  ...overviewRoutes,
  ...monitorRoutes,
  ...monitoringRoutes,
  ...maintenanceRoutes,
  ...evidenceRoutes,
  ...hubRoutes,
  ...bridgeRoutes,
  ...intakeRoutes,
  ...channelRoutes,
  ...configurationRoutes,
  ...deliveryRoutes,
  ...updateRoutes,
  ...playbookRoutes,
];
