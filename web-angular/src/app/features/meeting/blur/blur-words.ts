/** Why the blur has ended, in words. */
export function blurWords(why: 'gave-up' | 'failed'): string {
  return why === 'gave-up'
    ? $localize`:@@blurGaveUp:Your background is not blurred any more: this computer is too busy for it.`
    : $localize`:@@blurFailed:The background could not be blurred here. Your video stays off until you turn it on without it.`;
}
