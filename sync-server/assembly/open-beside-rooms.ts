// Opens the data beside the rooms: services, attached files, figures computed from the rooms, and their erasing.
import { openAttachments } from '../attachments/open-store.ts';
import { openUploads } from '../attachments/uploads.ts';
import { openErasing } from '../incidents/erasing.ts';
import type { Incidents } from '../incidents/incidents.ts';
import { openPlaybookRuns } from '../incidents/playbook-runs.ts';
import type { ErasedPeople } from '../people/erased-people.ts';
import type { People } from '../people/people.ts';
import { openPersonalData } from '../personal-data/open.ts';
import { openRecurring } from '../recurring/recurring.ts';
import { openServices } from '../services/services.ts';
import type { Rooms } from '../sync/rooms.ts';
import type { Ground } from './open-ground.ts';
import { openLearning } from './open-learning.ts';

type Options = Ground & {
  people: People;
  erasedPeople: ErasedPeople;
  rooms: Rooms;
  erasures: Parameters<typeof openErasing>[0]['erasures'];
  incidents: Incidents;
};

/** `files` are those of this server alone. Finishes erasures that an earlier end of the server interrupted. */
export async function openBesideRooms(options: Options) {
  const { folder, replica, closings, now } = options;
  const services = await openServices(options);
  const recurringTasks = await openRecurring(options);
  const servicesNow = () => replica()?.mirrored().services ?? services.shown();
  const learning = await openLearning({ ...options, services: servicesNow });
  closings.push(() => learning.close());
  const files = await openAttachments({ ...options, folder: folder.attachmentsFolder });
  const erasing = openErasing({ ...options, ...learning.parts, files });
  await erasing.finish();
  const personal = await openPersonalData({ ...options, erased: options.erasedPeople });
  const playbookRuns = openPlaybookRuns(options);
  closings.push(() => playbookRuns.close());
  return {
    files,
    parts: {
      services,
      recurringTasks,
      ...learning.parts,
      erasing,
      ...personal,
      playbookRuns,
      uploads: openUploads(now),
    },
  };
}
