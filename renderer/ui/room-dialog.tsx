import { useEffect, type ReactNode } from 'react';
import { Modal } from '@mantine/core';

type Props = {
  title: string;
  /** The spoken name of the button that closes it. */
  closeLabel: string;
  isOpen: boolean;
  /** A function that stays the same from one drawing to the next. */
  close: () => void;
  width?: number;
  children: ReactNode;
};

/** A dialog over a room. Whoever leaves the room closes it. */
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
