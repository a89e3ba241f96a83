import { create } from 'zustand';

/** Whether the impact is being assessed; from the panel itself or from the header. Dies with the window. */
export const useImpactForm = create<{ isOpen: boolean }>(() => ({ isOpen: false }));

export const openImpactForm = () => useImpactForm.setState({ isOpen: true });
export const closeImpactForm = () => useImpactForm.setState({ isOpen: false });
