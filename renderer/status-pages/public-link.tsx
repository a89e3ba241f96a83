import { strings } from '../strings/index.ts';
import { useOpenLink } from '../ui/open-link.ts';
import type { StatusPage } from './status-page.ts';
import styles from './status-pages.module.css';

const words = strings.statusPages;

/** The address that customers visit; it opens in the browser. */
export function PublicLink({ page: { slug, address, visibility } }: { page: StatusPage }) {
  const open = useOpenLink();
  return (
    <>
      <button
        type="button"
        className={styles.act}
        title={address}
        aria-label={words.open(address)}
        onClick={() => open(address)}
      >
        {`/status/${slug}/`}
      </button>
      {visibility !== 'public' && <span className="label"> {words.private}</span>}
    </>
  );
}
