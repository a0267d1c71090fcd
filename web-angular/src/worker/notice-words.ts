/** What the worker says by itself. It has no other words: it runs while no page is open. */
export interface NoticeWords {
  readonly message: string;
  readonly mention: string;
  readonly call: string;
  readonly video: string;
  readonly missed: string;
  readonly elsewhere: string;
  readonly over: string;
}

const WORDS: Readonly<Record<string, NoticeWords>> = {
  en: {
    message: 'New message',
    mention: 'You were mentioned',
    call: 'Call',
    video: 'Video call',
    missed: 'Missed call',
    elsewhere: 'Answered on another device',
    over: 'The call is over',
  },
  de: {
    message: 'Neue Nachricht',
    mention: 'Sie wurden erwähnt',
    call: 'Anruf',
    video: 'Videoanruf',
    missed: 'Verpasster Anruf',
    elsewhere: 'Auf einem anderen Gerät angenommen',
    over: 'Der Anruf ist vorbei',
  },
  fr: {
    message: 'Nouveau message',
    mention: 'Vous avez été mentionné',
    call: 'Appel',
    video: 'Appel vidéo',
    missed: 'Appel manqué',
    elsewhere: 'Pris sur un autre appareil',
    over: 'L’appel est terminé',
  },
  es: {
    message: 'Mensaje nuevo',
    mention: 'Te han mencionado',
    call: 'Llamada',
    video: 'Videollamada',
    missed: 'Llamada perdida',
    elsewhere: 'Contestada en otro dispositivo',
    over: 'La llamada ha terminado',
  },
  ar: {
    message: 'رسالة جديدة',
    mention: 'تمت الإشارة إليك',
    call: 'مكالمة',
    video: 'مكالمة فيديو',
    missed: 'مكالمة فائتة',
    elsewhere: 'تم الرد على جهاز آخر',
    over: 'انتهت المكالمة',
  },
};

export const wordsIn = (language: string): NoticeWords => WORDS[language] ?? (WORDS['en'] as NoticeWords);
