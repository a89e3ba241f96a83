import { useFeed } from '../../server/feed.tsx';
import { strings } from '../../strings/index.ts';
import { Fact } from './fact.tsx';
import styles from '../../ui/section.module.css';

const words = strings.settings;

export function About() {
  const { snapshot } = useFeed();
  return (
    <>
      <dl className={styles.facts}>
        <Fact name={words.muster}>{snapshot?.server.version ?? words.versionNotKnown}</Fact>
        <Fact name={words.license}>{words.mit}</Fact>
        <Fact name={words.typeface}>{words.typefaceName}</Fact>
      </dl>
      <p className={styles.block}>{words.aboutLead}</p>
    </>
  );
}
