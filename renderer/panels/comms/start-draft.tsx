import { useRoom, useText } from '#renderer/room/room-provider.tsx';
import parts from '../parts.module.css';
import { useWriter } from '../use-writer.ts';
import { audienceWords, draftText, type Audience } from './draft-state.ts';
import { firstText } from './templates.ts';

export function StartDraft({ audience }: { audience: Audience }) {
  const room = useRoom();
  const { canWrite, write } = useWriter();
  // One draft for each audience has one name, so that two people who start it at once start the same one.
  const text = useText(draftText(audience));
  const start = () => {
    if (write({ kind: 'draft', draft: audience, audience, stage: 'drafting' }) && text.length === 0)
      text.insert(0, firstText(audience, room));
  };
  const who = audience === 'customers' ? 'customers' : 'colleagues';
  return (
    <div>
      <p className={parts.hint}>Nothing was written for {who} yet.</p>
      {canWrite && (
        <button type="button" className={parts.act} onClick={start}>
          Start the {audienceWords[audience].toLowerCase()} update
        </button>
      )}
    </div>
  );
}
