import type { Visit } from '#wire/api/status-pages.ts';
import { useApi } from '../../server/api.ts';
import { strings } from '../../strings/index.ts';
import { useOpenLink } from '../../ui/open-link.ts';
import { pagePath, type StatusPage } from './status-page.ts';
import styles from './status-pages.module.css';

const words = strings.statusPages;

/** The address that customers visit; opens in the browser. */
export function PublicLink({ page: { id, slug, address, visibility } }: { page: StatusPage }) {
  const api = useApi();
  const open = useOpenLink();
  const isPublic = visibility === 'public';
  /** SP130: a one-time link lets a member's browser in. */
  const visit = async () => {
    const link = isPublic
      ? null
      : // While the server is away, the page asks members what it asks everybody.
        await api.post<Visit>(pagePath(id, '/visit'), {}).catch(() => null);
    open(link?.address ?? address);
  };
  return (
    <>
      <button
        type="button"
        className={styles.act}
        title={address}
        aria-label={words.open(address)}
        onClick={() => void visit()}
      >
        {`/status/${slug}/`}
      </button>
      {!isPublic && <span className="label"> {words.private}</span>}
    </>
  );
}
