import { useRef } from 'react';
import { Button } from '@mantine/core';
import type { KeptTemplate } from '#room/feed/feed.ts';
import { templateFor } from '#room/pir/templates/template.ts';
import { severities } from '#room/team/scales.ts';
import { moveBetweenRows } from '../../ui/move-between-rows.ts';
import { go, routeHash } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Empty } from '../../ui/empty.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';
import styles from './review-templates.module.css';

const words = strings.reviewTemplates;
const add = () => go({ screen: 'review-templates', template: 'new' });

export function TemplateList({ templates }: { templates: readonly KeptTemplate[] }) {
  const { isOwner } = useSession();
  const list = useRef<HTMLUListElement>(null);
  useKeys({
    j: { label: words.title, group: words.title, run: () => moveBetweenRows(list.current, 1) },
    k: { label: words.title, group: words.title, run: () => moveBetweenRows(list.current, -1) },
    ...(isOwner && { 'shift+n': { label: words.add, group: words.title, run: add } }),
  });
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{words.title}</h1>
        <p className="soft">{words.why}</p>
        {!isOwner && <p className="label">{words.onlyOwners}</p>}
        {isOwner && (
          <Button
            className={styles.add ?? ''}
            size="compact-sm"
            rightSection={<Kbd keys="shift+n" />}
            onClick={add}
          >
            {words.add}
          </Button>
        )}
      </header>
      {templates.length === 0 ? (
        <Empty title={words.none}>{words.noneWhy}</Empty>
      ) : (
        <>
          <div className={styles.heads} aria-hidden="true">
            <span>{words.heads.name}</span>
            <span>{words.heads.begins}</span>
            <span>{words.heads.sections}</span>
            <span>{words.heads.end}</span>
          </div>
          <ul ref={list} aria-label={words.title}>
            {templates.map((template) => (
              <Row key={template.id} template={template} templates={templates} />
            ))}
          </ul>
        </>
      )}
    </div>
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
