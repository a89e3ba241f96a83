import { useOpenLink } from '../../ui/open-link.ts';
import { strings } from '../../strings/index.ts';
import styles from './action-items.module.css';

/** Opens the item's ticket outside this window. */
export function OpenLink({ url }: { url: string }) {
  const open = useOpenLink();
  return (
    <button type="button" className={styles.link} title={url} onClick={() => open(url)}>
      {strings.actionItems.ticket}
    </button>
  );
}
