import type { View } from './focus';
import { viewIcons } from './view-icons';

/** How each view is drawn and called. */
export function viewLooks(): readonly { readonly view: View; readonly icon: string; readonly label: string }[] {
  return [
    { view: 'auto', icon: viewIcons.dashboard, label: $localize`:@@viewAuto:Automatic` },
    { view: 'grid', icon: viewIcons.gridView, label: $localize`:@@viewGrid:Grid` },
    { view: 'speaker', icon: viewIcons.splitscreenRight, label: $localize`:@@viewSpeaker:Speaker` },
  ];
}
