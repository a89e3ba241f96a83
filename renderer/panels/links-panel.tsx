import { IconExternalLink, IconMessageCircle, IconPhone } from '@tabler/icons-react';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { useOpenLink } from '#renderer/ui/open-link.ts';
import { shownLinks } from '#room/bridge.ts';
import type { Room } from '#room/incident.ts';
import type { Fact } from '#room/fact.ts';
import { strings } from '../strings/index.ts';
import { LineField } from './line/line-field.tsx';
import parts from '../ui/rows.module.css';
import { useWriter } from '../room/use-writer.ts';

const words = strings.panels;

const linkIcons = { bridge: IconPhone, chat: IconMessageCircle, document: IconExternalLink } as const;

export function LinksPanel() {
  const { links } = useRoom();
  const { canWrite } = useWriter();
  return (
    <>
      {links.length === 0 && !canWrite && <p className={parts.hint}>{words.noLinks}</p>}
      <ul className={parts.rows}>
        {shownLinks(links).map((link) => (
          <LinkRow key={link.id} link={link} />
        ))}
      </ul>
      {canWrite && (
        <LineField
          command="link"
          label={words.addLinkAddress}
          placeholder={words.httpsWhat}
          title={words.callChatDashboard}
        />
      )}
    </>
  );
}

function LinkRow({ link }: { link: Fact<'link'> }) {
  const open = useOpenLink();
  const LinkIcon = linkIcons[link.use ?? 'document'];
  return (
    <li>
      <a
        href={link.url}
        className={`${parts.act} ${parts.main}`}
        title={link.url}
        onClick={(event) => {
          event.preventDefault();
          open(link.url);
        }}
      >
        <LinkIcon size={14} aria-hidden="true" />
        <span className="clip">{link.label ?? link.url.replace(/^https?:\/\//u, '')}</span>
      </a>
    </li>
  );
}

export function linksBrief({ links }: Room): string {
  const count = shownLinks(links).length;
  return count === 0 ? '' : String(count);
}
