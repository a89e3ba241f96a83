// How people and readers are reached: the team's channels, real tests and recent deliveries.
import { useState } from 'react';
import { MultiSelect } from '@mantine/core';
import { audiences } from '#room/team/audiences.ts';
import { useResource } from '../../server/use-resource.ts';
import { EditTagged } from '../../fields/edit-tagged.tsx';
import { strings } from '../../strings/index.ts';
import { AwaitedPart } from '../../ui/awaited.tsx';
import { When } from '../../ui/time.tsx';
import { CalendarLink } from '../on-call/calendar-link.tsx';
import { PauseChannel, TestChannel } from './channel-acts.tsx';
import { DeliveryLog } from './delivery-log.tsx';
import { KindedForm, type ItemFormProps } from './kinded-form.tsx';
import { ConfiguredTable } from './configured-table.tsx';
import { OwnersAdd } from './owners-add.tsx';
import { RowActions } from './row-actions.tsx';
import { TicketLink } from './ticket-link.tsx';
import { useFeed } from '../../server/feed.tsx';
import type { Channel, Items, Kind } from './kinded.ts';
import { useConfigured } from './use-configured.ts';
import styles from '../../ui/section.module.css';

const words = strings.alerting;

export function Channels() {
  const { items, problem, editing, kind, readers, edit, done, reload } = useConfigured<Channel>('/channels');
  const kinds = useResource<Items<Kind>>('/channel-kinds').value?.items ?? [];
  // The form starts with the choice of a kind, so it waits for the kinds.
  if (editing !== null && kinds.length === 0) return <AwaitedPart />;
  if (editing === 'new')
    return <ChannelForm key={kind} {...{ kinds, readers }} begin={kind} before={null} onDone={done} />;
  if (editing !== null)
    return (
      <EditTagged<Channel> path={`/channels/${editing.id}`}>
        {(before) => <ChannelForm kinds={kinds} begin={null} before={before} onDone={done} />}
      </EditTagged>
    );
  if (items === null) return <AwaitedPart problem={problem && words.unread(problem)} again={reload} />;
  return (
    <>
      <ConfiguredTable
        empty={{ title: words.channels.empty, why: words.channels.emptyWhy }}
        heads={[words.name, words.kind, words.channels.last]}
        add={<OwnersAdd label={words.channels.add} onAdd={() => edit('new')} />}
      >
        {items.map((channel) => (
          <ChannelLine
            key={channel.id}
            channel={channel}
            kind={kinds.find(({ kind }) => kind === channel.kind)}
            onEdit={() => edit(channel)}
            onChanged={reload}
          />
        ))}
      </ConfiguredTable>
      <TicketLink />
      <DeliveryLog channels={items} />
    </>
  );
}

type LineProps = { channel: Channel; kind: Kind | undefined; onEdit: () => void; onChanged: () => void };

function ChannelLine({ channel, kind, onEdit, onChanged }: LineProps) {
  const { name, paused, audiences: readers, lastDelivery: last } = channel;
  return (
    <tr>
      <th scope="row">
        {name}
        {readers.length > 0 && <span className="label"> {words.channels.carries(readers.join(', '))}</span>}
      </th>
      <td>{kind?.label ?? channel.kind}</td>
      <td>
        {paused && <span className={styles.trouble}>{words.channels.paused} </span>}
        {last === null ? (
          <span className="label">{words.channels.never}</span>
        ) : (
          <>
            <span className={last.ok ? undefined : styles.failed}>
              {last.ok ? words.channels.sent : words.channels.failed}
            </span>{' '}
            <span className="label">
              <When at={last.at} />
              {last.reason === null ? '' : `: ${last.reason}`}
            </span>
          </>
        )}
      </td>
      <td>
        <RowActions item={channel} path="/channels" onEdit={onEdit} onChanged={onChanged}>
          <TestChannel channel={channel} addresses={kind?.addresses ?? null} onSent={onChanged} />
          <PauseChannel channel={channel} onChanged={onChanged} />
        </RowActions>
      </td>
    </tr>
  );
}

type FormProps = ItemFormProps<Channel> & { readers?: string | null };

function ChannelForm({ kinds, begin, before, readers: asked = null, onDone }: FormProps) {
  const [readers, setReaders] = useState<string[]>([
    ...(before?.value.audiences ?? audiences.filter((each) => each === asked)),
  ]);
  const [teams, setTeams] = useState<string[]>([...(before?.value.teams ?? [])]);
  const { snapshot } = useFeed();
  const known = snapshot?.teams ?? [];
  const more = {
    audiences: readers,
    paused: before?.value.paused ?? false,
    ...(teams.length > 0 && { teams }),
  };
  return (
    <>
      <KindedForm path="/channels" title={words.channels.form} {...{ kinds, begin, before, more, onDone }}>
        <MultiSelect
          label={words.channels.audiences}
          description={words.channels.audiencesWhy}
          data={[...audiences]}
          value={readers}
          maw={480}
          onChange={setReaders}
        />
        {known.length > 0 && (
          <MultiSelect
            label={words.channels.teams}
            description={words.channels.teamsWhy}
            data={known.map(({ id, name }) => ({ value: id, label: name }))}
            value={teams}
            maw={480}
            onChange={setTeams}
          />
        )}
      </KindedForm>
      {before?.value.kind === 'gateway' && (
        <CalendarLink
          path={`/channels/${before.value.id}/replies`}
          title={words.channels.replies}
          lead={words.channels.repliesLead}
          label={words.channels.repliesAddress}
        />
      )}
    </>
  );
}
