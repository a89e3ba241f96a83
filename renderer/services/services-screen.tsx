// SV3: the team's services: list, single service and form.
import type { ReactNode } from 'react';
import type { Service } from '#room/services.ts';
import { EditTagged } from '../fields/edit-tagged.tsx';
import { useEscape } from '../ui/use-escape.ts';
import { useFeed } from '../state/feed.tsx';
import { go, routeHash } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { Empty } from '../ui/empty.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { KeysWait } from '../ui/keys.tsx';
import { ServiceForm } from './service-form.tsx';
import { ServiceList } from './service-list.tsx';
import { ServicePage } from './service-page.tsx';
import styles from './services.module.css';

type ScreenProps = { service: string | null; isEditing: boolean; name: string };

export function ServicesScreen({ service, isEditing, name }: ScreenProps) {
  const { snapshot } = useFeed();
  if (!snapshot) return <KeysWait />;
  if (service === null) return <ServiceList snapshot={snapshot} />;
  const found = snapshot.services?.find(({ id }) => id === service);
  return (
    <Within back={isEditing ? service : null}>
      {service === 'new' ? (
        <ServiceForm before={null} name={name} />
      ) : !found ? (
        <Empty title={strings.services.unknown} />
      ) : isEditing ? (
        <EditTagged<Service> path={`/services/${encodeURIComponent(service)}`}>
          {(before) => <ServiceForm before={before} name={name} />}
        </EditTagged>
      ) : (
        <ServicePage service={found} snapshot={snapshot} />
      )}
    </Within>
  );
}

/** Escape leads back: from a form to its service, else to the list. */
function Within({ back, children }: { back: string | null; children: ReactNode }) {
  useEscape(true, () => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && activeElement.matches('input, textarea, select'))
      activeElement.blur();
    else go({ screen: 'services', service: back });
  });
  return (
    <div className={styles.screen}>
      <a className={styles.back} href={routeHash({ screen: 'services', service: back })}>
        {strings.services.all} <Kbd keys="escape" />
      </a>
      {children}
    </div>
  );
}
