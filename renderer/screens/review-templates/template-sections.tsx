import type { KeptTemplate } from '#room/feed/feed.ts';
import { strings } from '../../strings/index.ts';
import styles from './review-templates.module.css';

const words = strings.reviewTemplates;

/** The read-only view, for people who cannot change it. */
export function TemplateSections({ template: { name, sections } }: { template: KeptTemplate }) {
  return (
    <article>
      <h1>{name}</h1>
      <p className="soft">{words.onlyOwners}</p>
      <ol className={styles.read}>
        {sections.map(({ heading, part, ask }, index) => (
          <li key={`${index} ${heading}`}>
            <b>{heading}</b> <span className="soft">{words.parts[part]}</span>
            {ask !== undefined && <p className="soft">{ask}</p>}
          </li>
        ))}
      </ol>
    </article>
  );
}
