// SV3: the team's services: list, single service and form.
import type { Service } from '#room/team/services.ts';
import { EditTagged } from '../../fields/edit-tagged.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useFeed } from '../../server/feed.tsx';
import { wayTo } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { NoSuch } from '../../ui/empty.tsx';
import { Awaited } from '../../ui/awaited.tsx';
import { ServiceForm } from './service-form.tsx';
import { ServiceList } from './service-list.tsx';
import { ServicePage } from './service-page.tsx';

type ScreenProps = { service: string | null; isEditing: boolean; name: string };

export function ServicesScreen({ service, isEditing, name }: ScreenProps) {
  const { snapshot } = useFeed();
  if (!snapshot) return <Awaited title={strings.services.title} />;
  if (service === null) return <ServiceList snapshot={snapshot} />;
  const found = snapshot.services?.find(({ id }) => id === service);
  return (
    <Sheet
      back={wayTo({ screen: 'services', service: isEditing ? service : null })}
      label={strings.services.all}
    >
      {service === 'new' ? (
        <ServiceForm before={null} name={name} />
      ) : !found ? (
        <NoSuch title={strings.services.unknown} />
      ) : isEditing ? (
        <EditTagged<Service> path={`/services/${encodeURIComponent(service)}`} heading={strings.services}>
          {(before) => <ServiceForm before={before} name={name} />}
        </EditTagged>
      ) : (
        <ServicePage service={found} snapshot={snapshot} />
      )}
    </Sheet>
  );
}
