import type { Choice } from '../../../ui/select-field';
import { durationWords } from '../meeting-words';

/** Lengths that are offered, in minutes; any other comes from another program. */
const LENGTHS = [15, 30, 45, 60, 90, 120, 180, 240, 480];

/** How long it may last, the present length among them. */
export function lengthChoices(minutes: number, locale: string): Choice[] {
  return [...new Set([...LENGTHS, minutes])]
    .sort((a, b) => a - b)
    .map((length) => ({ value: String(length), label: durationWords(length * 60, locale) }));
}

/** Every time zone of this browser, and the present one. */
export function zoneChoices(present: string): Choice[] {
  return [...new Set([present, 'UTC', ...Intl.supportedValuesOf('timeZone')])]
    .sort()
    .map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
}

/** How it may come again. */
export function repeatChoices(isAsBefore: boolean): Choice[] {
  return [
    { value: 'none', label: $localize`:@@repeatNone:Does not repeat` },
    { value: 'daily', label: $localize`:@@repeatDaily:Every day` },
    { value: 'workdays', label: $localize`:@@repeatWorkdays:Monday to Friday` },
    { value: 'weekly', label: $localize`:@@repeatWeekly:Every week` },
    { value: 'fortnightly', label: $localize`:@@repeatFortnightly:Every two weeks` },
    { value: 'monthly', label: $localize`:@@repeatMonthly:Every month` },
    ...(isAsBefore ? [{ value: 'as-before', label: $localize`:@@repeatAsBefore:As it was` }] : []),
  ];
}

/** By what a series ends. */
export function endChoices(): Choice[] {
  return [
    { value: 'count', label: $localize`:@@endsByCount:After a number of times` },
    { value: 'until', label: $localize`:@@endsByDay:On a day` },
  ];
}

/** Who may come in. */
export function accessChoices(): Choice[] {
  return [
    { value: 'PUBLIC', label: $localize`:@@accessPublic:Anybody, guests too` },
    { value: 'SIGNED_IN', label: $localize`:@@accessSignedIn:Everybody with an account` },
    { value: 'ORGANISATION', label: $localize`:@@accessOrganisation:People of the organisation` },
    { value: 'INVITED', label: $localize`:@@accessInvited:Only those who are invited` },
  ];
}
