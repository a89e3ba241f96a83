import { create } from 'zustand';

/** Whether the impact form is open; opened from the panel or the header. Not persisted. */
export const useImpactForm = create<{ isOpen: boolean }>(() => ({ isOpen: false }));

export const openImpactForm = () => useImpactForm.setState({ isOpen: true });
export const closeImpactForm = () => useImpactForm.setState({ isOpen: false });
