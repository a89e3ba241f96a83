import { audiences, type Audience } from '#room/comms/audiences.ts';
import { parseTemplates, type Templates } from '#room/comms/templates.ts';

const files = import.meta.glob<string>('../../../assets/comms/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The texts that ship with Muster: the file is named after its audience. */
export const shippedTemplates = Object.fromEntries(
  audiences.map((audience) => [
    audience,
    parseTemplates(files[`../../../assets/comms/${audience}.md`] ?? ''),
  ]),
) as Record<Audience, Templates>;
