// SP80: the team's status pages: list, single page, form and update form.
import type { ReactNode } from 'react';
import { EditTagged } from '../fields/edit-tagged.tsx';
import { useEscape } from '../ui/use-escape.ts';
import { go, routeHash } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { PageImport } from './page-import.tsx';
import { PageForm } from './page-form.tsx';
import { PageList } from './page-list.tsx';
import { PageView } from './page-view.tsx';
import { pagePath, type StatusPage } from './status-page.ts';
import { SubscriberList } from './subscriber-list.tsx';
import { UpdateForm } from './update-form.tsx';
import styles from './status-pages.module.css';

type ScreenProps = { page: string | null; act: 'edit' | 'update' | 'subscribers' | 'import' | null };

export function StatusPagesScreen({ page, act }: ScreenProps) {
  if (page === null) return <PageList />;
  if (page === 'new')
    return (
      <Within back={null}>
        <PageForm before={null} />
      </Within>
    );
  return (
    <Within back={act === null ? null : page}>
      {act === 'edit' && (
        <EditTagged<StatusPage> path={pagePath(page)}>{(before) => <PageForm before={before} />}</EditTagged>
      )}
      {act === 'update' && <UpdateForm id={page} />}
      {act === 'subscribers' && <SubscriberList id={page} />}
      {act === 'import' && <PageImport id={page} />}
      {act === null && <PageView id={page} />}
    </Within>
  );
}

/** Escape leads back: from a form to its page, else to the list. */
function Within({ back, children }: { back: string | null; children: ReactNode }) {
  useEscape(true, () => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && activeElement.matches('input, textarea, select'))
      activeElement.blur();
    else go({ screen: 'status-pages', page: back });
  });
  return (
    <div className={styles.screen}>
      <a className={styles.back} href={routeHash({ screen: 'status-pages', page: back })}>
        {back === null ? strings.statusPages.all : strings.statusPages.backToPage} <Kbd keys="escape" />
      </a>
      {children}
    </div>
  );
}
