import type { Content } from '../live/content';
import type { View } from '../live/view';

export interface PhaseProps { view: View; content?: Content; onjoin: () => void }
