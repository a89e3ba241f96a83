// Channels and intakes share one shape: a name, a kind, and settings defined by the kind.
import type { ChannelAnswer } from '#wire/api/channels.ts';

export type { Kind } from '#wire/api/forms.ts';
export type { Items } from '#wire/api/list.ts';

/** An item as the API returns it. Secrets are masked; a mask sent back means "unchanged". */
export type Kinded = Pick<ChannelAnswer, 'id' | 'name' | 'kind' | 'settings' | 'managedBy'>;
export type { ChannelAnswer as Channel } from '#wire/api/channels.ts';
export type { IntakeAnswer as Intake } from '#wire/api/intakes.ts';
