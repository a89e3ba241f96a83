import { useFeed } from '../state/feed.tsx';
import { Fact } from './fact.tsx';
import styles from './settings.module.css';

export function About() {
  const { snapshot } = useFeed();
  return (
    <>
      <dl className={styles.facts}>
        <Fact name="Muster">{snapshot?.server.version ?? 'version not known yet'}</Fact>
        <Fact name="License">MIT</Fact>
        <Fact name="Typeface">IBM Plex Sans and Mono, SIL Open Font License 1.1</Fact>
      </dl>
      <p className={styles.block}>
        The incident room that keeps working when everything else is down. A room is a set of facts that are
        never changed or removed; everything you see is computed from them, on this computer.
      </p>
    </>
  );
}
