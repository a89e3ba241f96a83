import { useEffect, type ReactNode } from 'react';
import { Modal } from '@mantine/core';

type Props = {
  title: string;
  /** The accessible name of the close button. */
  closeLabel: string;
  isOpen: boolean;
  /** Must be the same function on every render. */
  close: () => void;
  width?: number;
  children: ReactNode;
};

/** A dialog over a room. Leaving the room closes it. */
export function RoomDialog({ title, closeLabel, isOpen, close, width = 560, children }: Props) {
  useEffect(() => close, [close]);
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={title}
      size={width}
      closeButtonProps={{ 'aria-label': closeLabel }}
    >
      {children}
    </Modal>
  );
}
