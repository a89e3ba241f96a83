import { IconBook, IconExternalLink, IconMessageCircle, IconPhone } from '@tabler/icons-react';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useRunbooks } from '#renderer/live-room/use-runbooks.ts';
import { useOpenLink } from '#renderer/ui/open-link.ts';
import { shownLinks } from '#room/command/call.ts';
import type { Room } from '#room/view/room-view.ts';
import { strings } from '../../../strings/index.ts';
import { LineField } from './line/line-field.tsx';
import parts from '../../../ui/rows.module.css';
import { useWriter } from '../../../live-room/use-writer.ts';

const words = strings.panels;

const linkIcons = { bridge: IconPhone, chat: IconMessageCircle, document: IconExternalLink } as const;

export function LinksPanel() {
  const { links } = useRoom();
  const { canWrite } = useWriter();
  const shown = shownLinks(links);
  const runbooks = useRunbooks().filter(({ url }) => !shown.some((link) => link.url === url));
  return (
    <>
      {shown.length + runbooks.length === 0 && !canWrite && <p className={parts.hint}>{words.noLinks}</p>}
      <ul className={parts.rows}>
        {runbooks.map(({ url, of }) => (
          <LinkRow key={url} url={url} label={words.runbookOf(of)} icon={IconBook} />
        ))}
        {shown.map(({ id, url, label, use }) => (
          <LinkRow key={id} url={url} label={label} icon={linkIcons[use ?? 'document']} />
        ))}
      </ul>
      {canWrite && (
        <LineField
          command="link"
          label={words.addLinkField}
          placeholder={words.linkExample}
          title={words.linksEmpty}
        />
      )}
    </>
  );
}

type LinkProps = { url: string; label: string | undefined; icon: typeof IconBook };

function LinkRow({ url, label, icon: LinkIcon }: LinkProps) {
  const open = useOpenLink();
  return (
    <li>
      <a
        href={url}
        className={`${parts.act} ${parts.main}`}
        title={url}
        onClick={(event) => {
          event.preventDefault();
          open(url);
        }}
      >
        <LinkIcon size={14} aria-hidden="true" />
        <span className="clip">{label ?? url.replace(/^https?:\/\//u, '')}</span>
      </a>
    </li>
  );
}

export function linksBrief({ links }: Room): string {
  const count = shownLinks(links).length;
  return count === 0 ? '' : String(count);
}
