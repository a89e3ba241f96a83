import { createContext } from 'react';
import type { Awareness } from 'y-protocols/awareness';

export const AwarenessContext = createContext<Awareness | null>(null);
