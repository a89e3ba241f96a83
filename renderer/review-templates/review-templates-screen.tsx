// RT6: the team's review templates: list and form.
import type { ReactNode } from 'react';
import type { KeptTemplate } from '#room/feed.ts';
import { EditTagged } from '../fields/edit-tagged.tsx';
import { useEscape } from '../ui/use-escape.ts';
import { useFeed } from '../state/feed.tsx';
import { go, routeHash } from '../state/router.ts';
import { useSession } from '../state/session.tsx';
import { strings } from '../strings/index.ts';
import { Empty } from '../ui/empty.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { KeysWait } from '../ui/keys.tsx';
import { TemplateForm } from './template-form.tsx';
import { TemplateList } from './template-list.tsx';
import { TemplateSections } from './template-sections.tsx';
import styles from './review-templates.module.css';

const words = strings.reviewTemplates;

export function ReviewTemplatesScreen({ template }: { template: string | null }) {
  const { snapshot } = useFeed();
  const { isOwner } = useSession();
  if (!snapshot) return <KeysWait />;
  const { reviewTemplates: templates = [] } = snapshot;
  if (template === null) return <TemplateList templates={templates} />;
  const found = templates.find(({ id }) => id === template);
  return (
    <Within>
      {template === 'new' && isOwner ? (
        <TemplateForm before={null} />
      ) : found === undefined ? (
        <Empty title={words.unknown} />
      ) : isOwner ? (
        <EditTagged<KeptTemplate> path={`/review-templates/${encodeURIComponent(template)}`}>
          {(before) => <TemplateForm before={before} />}
        </EditTagged>
      ) : (
        <TemplateSections template={found} />
      )}
    </Within>
  );
}

function Within({ children }: { children: ReactNode }) {
  useEscape(true, () => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && activeElement.matches('input, textarea, select'))
      activeElement.blur();
    else go({ screen: 'review-templates', template: null });
  });
  return (
    <div className={styles.screen}>
      <a className={styles.back} href={routeHash({ screen: 'review-templates', template: null })}>
        {words.all} <Kbd keys="escape" />
      </a>
      {children}
    </div>
  );
}
