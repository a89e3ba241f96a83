// RV21: publishes the public version of a review on status pages, once it was reviewed as it stands.
import type { Items } from '#wire/api/list.ts';
import { useState } from 'react';
import { Button, Checkbox, Modal } from '@mantine/core';
import { useOpenRoom, useRoom } from '#renderer/live-room/room-provider.tsx';
import { AwayOutcomes } from '#renderer/screens/status-pages/publishing/publish-away.tsx';
import type { StatusPage } from '#renderer/screens/status-pages/status-page.ts';
import { usePublishing } from '#renderer/screens/status-pages/publishing/use-publishing.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { Problem } from '#renderer/ui/problem.tsx';
import { useResource } from '#renderer/server/use-resource.ts';
import { dataAddress } from '#room/pir/formats/html-nodes.ts';
import { forPublicDrawing, publicFiles } from '#room/pir/copies/public-pictures.ts';
import { namedIn, publicText } from '#room/pir/public-text.ts';
import type { Review } from '#room/pir/review.ts';
import { hashOfReview } from '#room/pir/review-state.ts';
import { strings } from '../../../../../strings/index.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import styles from '../copies/copy-for-others.module.css';

const words = strings.reviewCopy.publish;
const publishKey = 'e';

/** A button where the template is public, with its dialog. */
export function PublishReview({ id, review }: { id: string; review: Review }) {
  const { canWrite } = useWriter();
  const [isOpen, setOpen] = useState(false);
  const isOffered = canWrite && review.template?.public === true && !review.drill;
  const open = () => setOpen(true);
  useKeys({
    ...(isOffered && { [publishKey]: { run: open, label: words.title, group: strings.review.review } }),
  });
  if (!isOffered) return null;
  return (
    <>
      <Button size="compact-sm" rightSection={<Kbd keys={publishKey} />} onClick={open}>
        {words.open}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={words.title} size="lg">
        {isOpen && <Dialog id={id} review={review} close={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

function Dialog({ id, review, close }: { id: string; review: Review; close: () => void }) {
  const why = useReasonAgainst(review);
  const pages = useResource<Items<StatusPage>>('/pages');
  if (why !== null) return <p>{why}</p>;
  if (pages.value === null) return pages.problem === null ? null : <Problem>{pages.problem}</Problem>;
  if (pages.value.items.length === 0) return <p>{strings.statusPages.publish.noPages}</p>;
  return <Form id={id} review={review} pages={pages.value.items} close={close} />;
}

/** Null when it may be published: somebody reviewed this text, and it names nobody. */
function useReasonAgainst(review: Review): string | null {
  const room = useRoom();
  const open = useOpenRoom();
  if (publicText(review) === '') return words.empty;
  const named = namedIn(review);
  if (named.length > 0) return words.names(named.join(', '));
  const hash = hashOfReview(open.room(), (name) => open.text(name).toJSON());
  return room.review.readings.some((each) => each.hash === hash) ? null : words.notReviewed;
}

/** RV24: the chosen pictures, as a page takes them. */
async function picturesFor(review: Review): Promise<{ alt: string; data: string }[]> {
  const files = publicFiles(review).map(({ name, picture }) => ({ alt: name, data: dataAddress(picture) }));
  if (review.pictures?.strip !== true) return files;
  // What draws is loaded when something is drawn.
  const { pictureStrip } = await import('#room/pir/formats/strip-picture.ts');
  const drawn = pictureStrip(forPublicDrawing(review));
  if (drawn === null) return files;
  return [{ alt: words.stripAlt, data: dataAddress({ type: 'png', bytes: drawn.png }) }, ...files];
}

/** What is published besides the text; a line when that is nothing. */
function Pictures({ review }: { review: Review }) {
  const names = [
    ...(review.pictures?.strip === true ? [words.strip] : []),
    ...publicFiles(review).map(({ name }) => name),
  ];
  return <p className="label">{names.length === 0 ? words.noPictures : words.withPictures(names)}</p>;
}

type FormProps = { id: string; review: Review; pages: readonly StatusPage[]; close: () => void };

function Form({ id, review, pages, close }: FormProps) {
  const [chosen, setChosen] = useState<readonly string[]>(
    pages.length === 1 ? pages.map((page) => page.id) : [],
  );
  const { isBusy, problem, outcomes, publish } = usePublishing(close);
  if (outcomes !== null) return <AwayOutcomes outcomes={outcomes} close={close} />;
  const text = publicText(review);
  const send = async () => {
    const pictures = await picturesFor(review);
    const update = { incident: id, status: 'postmortem', title: review.title, body: text, components: [] };
    await publish(
      pages.filter((page) => chosen.includes(page.id)),
      () => ({ ...update, ...(pictures.length > 0 && { pictures }) }),
    );
  };
  return (
    <form
      className={styles.publish}
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.length > 0 && !isBusy) void send();
      }}
    >
      <blockquote>{text}</blockquote>
      <Pictures review={review} />
      {pages.map((page) => (
        <Checkbox
          key={page.id}
          label={page.name}
          checked={chosen.includes(page.id)}
          onChange={({ currentTarget }) =>
            setChosen(
              currentTarget.checked ? [...chosen, page.id] : chosen.filter((each) => each !== page.id),
            )
          }
        />
      ))}
      {problem !== null && <Problem>{problem}</Problem>}
      <Button type="submit" variant="filled" loading={isBusy} disabled={chosen.length === 0}>
        {words.send}
      </Button>
    </form>
  );
}
