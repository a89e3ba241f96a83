// SP80: the team's status pages: list, single page, form and update form.
import { EditTagged } from '../../fields/edit-tagged.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { wayTo } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { PageImport } from './import/page-import.tsx';
import { PageForm } from './form/page-form.tsx';
import { PageList } from './page-list.tsx';
import { PageView } from './page-view.tsx';
import { pagePath, type StatusPage } from './status-page.ts';
import { SubscriberList } from './subscribers/subscriber-list.tsx';
import { UpdateForm } from './publishing/update-form.tsx';

type ScreenProps = { page: string | null; act: 'edit' | 'update' | 'subscribers' | 'import' | null };

export function StatusPagesScreen({ page, act }: ScreenProps) {
  if (page === null) return <PageList />;
  if (page === 'new')
    return (
      <Sheet back={wayTo({ screen: 'status-pages', page: null })} label={strings.statusPages.all}>
        <PageForm before={null} />
      </Sheet>
    );
  return (
    <Sheet
      back={wayTo({ screen: 'status-pages', page: act === null ? null : page })}
      label={act === null ? strings.statusPages.all : strings.statusPages.backToPage}
    >
      {act === 'edit' && (
        <EditTagged<StatusPage> path={pagePath(page)} heading={strings.statusPages}>
          {(before) => <PageForm before={before} />}
        </EditTagged>
      )}
      {act === 'update' && <UpdateForm id={page} />}
      {act === 'subscribers' && <SubscriberList id={page} />}
      {act === 'import' && <PageImport id={page} />}
      {act === null && <PageView id={page} />}
    </Sheet>
  );
}
