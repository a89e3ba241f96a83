import { useFeed } from '#renderer/server/feed.tsx';
import { routeHash } from '#renderer/state/router.ts';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { shippedTemplates, standardTemplate } from '#room/pir/templates/shipped.ts';
import { toRoom } from '#room/pir/templates/template.ts';
import { strings } from '../../../../../strings/index.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import styles from './review-head.module.css';

const words = strings.reviewTemplates;

/** RT3: the review's template. Changing it moves no text; sections it does not have appear at the end. */
export function TemplateChoice() {
  const { snapshot } = useFeed();
  const { templates } = useRoom().review;
  const { canWrite, write } = useWriter();
  // An older server, or no connection to the team: use the built-in templates.
  const kept = snapshot?.reviewTemplates ?? shippedTemplates;
  const offered = kept.length === 0 ? [standardTemplate] : kept;
  const name = (templates.at(-1) ?? standardTemplate).name;
  const choose = (chosen: string) => {
    const found = offered.find((each) => each.name === chosen);
    if (found !== undefined) void write({ kind: 'review', template: toRoom(found) });
  };
  return (
    <div className={styles.owner}>
      <label className={styles.owner}>
        <span className="label">{words.choose}</span>
        <select
          aria-label={words.chooseOf}
          disabled={!canWrite}
          value={name}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {!offered.some((each) => each.name === name) && <option value={name}>{name}</option>}
          {offered.map((each) => (
            <option key={each.name} value={each.name}>
              {each.name}
            </option>
          ))}
        </select>
      </label>
      <a className={styles.templates} href={routeHash({ screen: 'review-templates', template: null })}>
        {words.edit}
      </a>
    </div>
  );
}
