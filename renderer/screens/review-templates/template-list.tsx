import type { KeptTemplate } from '#room/feed/feed.ts';
import { templateFor } from '#room/pir/templates/template.ts';
import { severities } from '#room/team/scales.ts';
import { go, routeHash } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { RecordList } from '../../ui/record-list.tsx';
import styles from './review-templates.module.css';

const words = strings.reviewTemplates;
const add = () => go({ screen: 'review-templates', template: 'new' });

export function TemplateList({ templates }: { templates: readonly KeptTemplate[] }) {
  const { isOwner } = useSession();
  return (
    <RecordList
      words={words}
      className={styles.page}
      add={isOwner ? add : null}
      about={
        <>
          <p className="soft">{words.why}</p>
          {!isOwner && <p className="label">{words.onlyOwners}</p>}
        </>
      }
      isEmpty={templates.length === 0}
      heads={
        <>
          <span>{words.heads.name}</span>
          <span>{words.heads.begins}</span>
          <span>{words.heads.sections}</span>
          <span>{words.heads.end}</span>
        </>
      }
      rows={templates.map((template) => (
        <Row key={template.id} template={template} templates={templates} />
      ))}
    />
  );
}

function Row({ template, templates }: { template: KeptTemplate; templates: readonly KeptTemplate[] }) {
  // Several templates may list a severity; only the first one is used for it.
  const begins = severities.filter((severity) => templateFor(templates, severity)?.id === template.id);
  return (
    <li className={styles.row}>
      <a
        data-row
        className={styles.link}
        href={routeHash({ screen: 'review-templates', template: template.id })}
      >
        {template.name}
      </a>
      <span className={begins.length === 0 ? 'soft' : undefined}>
        {begins.length === 0 ? words.byHand : words.begins(begins.join(', '))}
      </span>
      <span className="soft">{words.sections(template.sections.length)}</span>
      <span className="soft">{template.public === true ? words.outside : words.inside}</span>
    </li>
  );
}
