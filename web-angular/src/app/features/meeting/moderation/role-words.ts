import type { ParticipantRole } from '../../../graph/generated/meeting/graphql';

/** A role as a word beside a name. A presenter is what everybody is, and goes without. */
export function roleWord(role: ParticipantRole, isGuest: boolean): string {
  const words = [roleName(role), isGuest ? $localize`:@@guest:Guest` : ''];
  return words.filter(Boolean).join(' · ');
}

/** What the button of somebody's menu is called. */
export function manageWords(name: string): string {
  return $localize`:@@manage:Manage ${name}:name:`;
}

function roleName(role: ParticipantRole): string {
  switch (role) {
    case 'HOST':
      return $localize`:@@roleHost:Host`;
    case 'CO_HOST':
      return $localize`:@@roleCoHost:Co-host`;
    case 'VIEWER':
      return $localize`:@@roleViewer:Viewer`;
    case 'PRESENTER':
      return '';
  }
}

/** What one is told when one’s role has changed. */
export function roleNews(role: ParticipantRole): string {
  switch (role) {
    case 'HOST':
      return $localize`:@@nowHost:You are a host now`;
    case 'CO_HOST':
      return $localize`:@@nowCoHost:You are a co-host now`;
    case 'PRESENTER':
      return $localize`:@@nowPresenter:You are a presenter now: you can be seen and heard`;
    case 'VIEWER':
      return $localize`:@@nowViewer:You are a viewer now: you see and hear the others`;
  }
}
