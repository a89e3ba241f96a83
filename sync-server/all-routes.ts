// The routes of all areas. To add a group, add one file and one line here.
import type { Parts } from './assembly/open-parts.ts';
import type { Route } from './http/route.ts';
import { auditRoutes } from './audit/audit-routes.ts';
import { attachmentRoutes } from './attachments/attachment-routes.ts';
import { channelRoutes } from './delivery/channel-routes.ts';
import { configurationRoutes } from './configuration/configuration-routes.ts';
import { deliveryRoutes } from './delivery/delivery-routes.ts';
import { pushRoutes } from './delivery/push/push-routes.ts';
import { signInRoutes } from './sign-in/sign-in-routes.ts';
import { teamRoutes } from './people/team-routes.ts';
import { evidenceRoutes } from './monitoring/evidence-routes.ts';
import { historyRoutes } from './monitoring/history/history-routes.ts';
import { callRoutes } from './incidents/call-routes.ts';
import { hubRoutes } from './hub/hub-routes.ts';
import { incidentRoutes } from './incidents/incident-routes.ts';
import { insightRoutes } from './insights/insight-routes.ts';
import { panelRoutes } from './insights/panel-routes.ts';
import { itemRoutes } from './action-items/item-routes.ts';
import { intakeRoutes } from './intake/intake-routes.ts';
import { reportRoutes } from './intake/reports/report-routes.ts';
import { invitationRoutes } from './people/invitation-routes.ts';
import { maintenanceRoutes } from './maintenance/maintenance-routes.ts';
import { locationRoutes } from './monitoring/locations/location-routes.ts';
import { monitoringRoutes } from './monitoring/monitoring-routes.ts';
import { monitorRoutes } from './monitoring/monitor-routes.ts';
import { handRoutes } from './paging/by-hand/hand-routes.ts';
import { pageTestRoutes } from './paging/test-pages/page-test-routes.ts';
import { openPageRoutes } from './paging/page-routes.ts';
import { policyRoutes } from './paging/policy/policy-routes.ts';
import { onCallRoutes } from './on-call/on-call-routes.ts';
import { overviewRoutes } from './monitoring/overview-routes.ts';
import { peopleRoutes } from './people/people-routes.ts';
import { playbookRoutes } from './incidents/playbook-routes.ts';
import { personalDataRoutes } from './personal-data/personal-data-routes.ts';
import { recordRoutes } from './records/record-routes.ts';
import { rehearsalRoutes } from './paging/rehearsal/rehearsal-routes.ts';
import { meetingRoutes } from './incidents/meeting-routes.ts';
import { reviewRoutes } from './incidents/review-routes.ts';
import { swapRoutes } from './on-call/swap-routes.ts';
import { scheduleRoutes } from './on-call/schedule-routes.ts';
import { sloRoutes } from './slo/slo-routes.ts';
import { recurringRoutes } from './recurring/recurring-routes.ts';
import { problemRoutes } from './problems/problem-routes.ts';
import { libraryRoutes } from './reviews/library-routes.ts';
import { reviewTemplateRoutes } from './reviews/review-template-routes.ts';
import { schemeRoutes } from './scheme/scheme-routes.ts';
import { severityReviewRoutes } from './scheme/severity-review-routes.ts';
import { deviceRoutes } from './devices/device-routes.ts';
import { serviceRoutes } from './services/service-routes.ts';
import { awayPageRoutes } from './status-pages/away/hand-out.ts';
import { importRoutes } from './status-pages/import/import-routes.ts';
import { statusPageRoutes } from './status-pages/status-page-routes.ts';
import { pageUpdateRoutes } from './status-pages/page-update-routes.ts';
import { subscriberRoutes } from './status-pages/subscribers/subscriber-routes.ts';
import { selfRoutes } from './people/self-routes.ts';
import { tokenRoutes } from './people/token-routes.ts';
import { standingRoutes } from './replica/standing-routes.ts';
import { textRoutes } from './incidents/text-routes.ts';
import { updateRoutes } from './incidents/update-routes.ts';

export const routes: readonly Route<Parts>[] = [
  ...selfRoutes,
  ...tokenRoutes,
  ...deviceRoutes,
  ...teamRoutes,
  ...signInRoutes,
  ...auditRoutes,
  ...standingRoutes,
  ...incidentRoutes,
  ...serviceRoutes,
  ...libraryRoutes,
  ...reviewTemplateRoutes,
  ...problemRoutes,
  ...recurringRoutes,
  ...sloRoutes,
  ...schemeRoutes,
  ...severityReviewRoutes,
  ...insightRoutes,
  ...panelRoutes,
  ...itemRoutes,
  ...awayPageRoutes,
  ...statusPageRoutes,
  ...pageUpdateRoutes,
  ...importRoutes,
  ...subscriberRoutes,
  ...historyRoutes,
  ...attachmentRoutes,
  ...reviewRoutes,
  ...meetingRoutes,
  ...recordRoutes,
  ...personalDataRoutes,
  ...peopleRoutes,
  ...scheduleRoutes,
  ...swapRoutes,
  ...onCallRoutes,
  ...policyRoutes,
  ...rehearsalRoutes,
  ...handRoutes,
  ...openPageRoutes,
  ...pageTestRoutes,
  ...invitationRoutes,
  ...overviewRoutes,
  ...monitorRoutes,
  ...locationRoutes,
  ...monitoringRoutes,
  ...maintenanceRoutes,
  ...evidenceRoutes,
  ...hubRoutes,
  ...callRoutes,
  ...intakeRoutes,
  ...reportRoutes,
  ...channelRoutes,
  ...configurationRoutes,
  ...pushRoutes,
  ...deliveryRoutes,
  ...textRoutes,
  ...updateRoutes,
  ...playbookRoutes,
];
