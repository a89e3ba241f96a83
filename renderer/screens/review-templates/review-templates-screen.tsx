// RT6: the team's review templates: list and form.
import type { KeptTemplate } from '#room/feed/feed.ts';
import { EditTagged } from '../../fields/edit-tagged.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useFeed } from '../../server/feed.tsx';
import { wayTo } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { NoSuch } from '../../ui/empty.tsx';
import { Awaited } from '../../ui/awaited.tsx';
import { TemplateForm } from './template-form.tsx';
import { TemplateList } from './template-list.tsx';
import { TemplateSections } from './template-sections.tsx';

const words = strings.reviewTemplates;

export function ReviewTemplatesScreen({ template }: { template: string | null }) {
  const { snapshot } = useFeed();
  const { isOwner } = useSession();
  if (!snapshot) return <Awaited title={words.title} />;
  const { reviewTemplates: templates = [] } = snapshot;
  if (template === null) return <TemplateList templates={templates} />;
  const found = templates.find(({ id }) => id === template);
  return (
    <Sheet back={wayTo({ screen: 'review-templates', template: null })} label={words.all}>
      {template === 'new' && isOwner ? (
        <TemplateForm before={null} />
      ) : found === undefined ? (
        <NoSuch title={words.unknown} />
      ) : isOwner ? (
        <EditTagged<KeptTemplate> path={`/review-templates/${encodeURIComponent(template)}`} heading={words}>
          {(before) => <TemplateForm before={before} />}
        </EditTagged>
      ) : (
        <TemplateSections template={found} />
      )}
    </Sheet>
  );
}
