/** The languages of letters: those of the web. */
export const LETTER_LANGUAGES = ['en', 'de', 'fr', 'es', 'ar'] as const;
/** What letters are written in, and the lines to invite somebody by hand. */
export type LetterLanguage = (typeof LETTER_LANGUAGES)[number];

/** A subject and the first sentence below it. `title`, `host` and `at` are one line each. */
interface Opening {
  subject: string;
  opening: string;
}

/** What letters say in one language. */
export interface LetterWords {
  /** For dates, as `Intl` names it. */
  locale: string;
  invitation(title: string, host: string, at: string): Opening;
  change(title: string, host: string): Opening;
  cancellation(title: string, host: string): Opening;
  takenOff(title: string, host: string): Opening;
  reminder(title: string, at: string): Opening;
  /** Before the link to join by. */
  join: string;
  /** The link itself, in HTML. */
  joinMeeting: string;
  /** Before the code of the meeting. */
  code: string;
  doYouCome: string;
  yes: string;
  maybe: string;
  no: string;
  /** Whoever it is whose name is not known. */
  theHost: string;
}

/** Of every language. */
export const LETTER_WORDS: Readonly<Record<LetterLanguage, LetterWords>> = {
  en: {
    locale: 'en-GB',
    invitation: (title, host, at) => ({
      subject: `Invitation: ${title}${at}`,
      opening: `${host} invites you to “${title}”.`,
    }),
    change: (title, host) => ({
      subject: `Changed: ${title}`,
      opening: `${host} has changed “${title}”. This is how it is now.`,
    }),
    cancellation: (title, host) => ({
      subject: `Cancelled: ${title}`,
      opening: `${host} has cancelled “${title}”. It does not take place.`,
    }),
    takenOff: (title, host) => ({
      subject: `No longer invited: ${title}`,
      opening: `${host} has taken you off the list of “${title}”.`,
    }),
    reminder: (title, at) => ({ subject: `Soon: ${title}`, opening: `“${title}” begins soon${at}.` }),
    join: 'Join',
    joinMeeting: 'Join the meeting',
    code: 'Code',
    doYouCome: 'Do you come?',
    yes: 'Yes',
    maybe: 'Maybe',
    no: 'No',
    theHost: 'The host',
  },
  de: {
    locale: 'de-DE',
    invitation: (title, host, at) => ({
      subject: `Einladung: ${title}${at}`,
      opening: `${host} lädt Sie zu „${title}“ ein.`,
    }),
    change: (title, host) => ({
      subject: `Geändert: ${title}`,
      opening: `${host} hat „${title}“ geändert. So ist es jetzt.`,
    }),
    cancellation: (title, host) => ({
      subject: `Abgesagt: ${title}`,
      opening: `${host} hat „${title}“ abgesagt. Das Treffen findet nicht statt.`,
    }),
    takenOff: (title, host) => ({
      subject: `Nicht mehr eingeladen: ${title}`,
      opening: `${host} hat Sie von der Liste für „${title}“ genommen.`,
    }),
    reminder: (title, at) => ({ subject: `Gleich: ${title}`, opening: `„${title}“ beginnt bald${at}.` }),
    join: 'Teilnehmen',
    joinMeeting: 'Am Treffen teilnehmen',
    code: 'Code',
    doYouCome: 'Nehmen Sie teil?',
    yes: 'Ja',
    maybe: 'Vielleicht',
    no: 'Nein',
    theHost: 'Der Gastgeber',
  },
  fr: {
    locale: 'fr-FR',
    invitation: (title, host, at) => ({
      subject: `Invitation : ${title}${at}`,
      opening: `${host} vous invite à « ${title} ».`,
    }),
    change: (title, host) => ({
      subject: `Modifiée : ${title}`,
      opening: `${host} a modifié « ${title} ». Voici ce qui est prévu maintenant.`,
    }),
    cancellation: (title, host) => ({
      subject: `Annulée : ${title}`,
      opening: `${host} a annulé « ${title} ». La réunion n’aura pas lieu.`,
    }),
    takenOff: (title, host) => ({
      subject: `Invitation retirée : ${title}`,
      opening: `${host} vous a retiré de la liste de « ${title} ».`,
    }),
    reminder: (title, at) => ({ subject: `Bientôt : ${title}`, opening: `« ${title} » commence bientôt${at}.` }),
    join: 'Participer ',
    joinMeeting: 'Participer à la réunion',
    code: 'Code ',
    doYouCome: 'Viendrez-vous ?',
    yes: 'Oui',
    maybe: 'Peut-être',
    no: 'Non',
    theHost: 'L’organisateur',
  },
  es: {
    locale: 'es-ES',
    invitation: (title, host, at) => ({
      subject: `Invitación: ${title}${at}`,
      opening: `${host} le invita a «${title}».`,
    }),
    change: (title, host) => ({
      subject: `Cambiada: ${title}`,
      opening: `${host} ha cambiado «${title}». Así queda ahora.`,
    }),
    cancellation: (title, host) => ({
      subject: `Cancelada: ${title}`,
      opening: `${host} ha cancelado «${title}». La reunión no tendrá lugar.`,
    }),
    takenOff: (title, host) => ({
      subject: `Invitación retirada: ${title}`,
      opening: `${host} le ha quitado de la lista de «${title}».`,
    }),
    reminder: (title, at) => ({ subject: `Pronto: ${title}`, opening: `«${title}» empieza pronto${at}.` }),
    join: 'Unirse',
    joinMeeting: 'Unirse a la reunión',
    code: 'Código',
    doYouCome: '¿Asistirá?',
    yes: 'Sí',
    maybe: 'Quizá',
    no: 'No',
    theHost: 'El anfitrión',
  },
  ar: {
    // Digits as in the links and codes beside them.
    locale: 'ar-u-nu-latn',
    invitation: (title, host, at) => ({
      subject: `دعوة: ${title}${at}`,
      opening: `يدعوك ${host} إلى «${title}».`,
    }),
    change: (title, host) => ({
      subject: `تغيير: ${title}`,
      opening: `غيّر ${host} الاجتماع «${title}». هذا هو الموعد الآن.`,
    }),
    cancellation: (title, host) => ({
      subject: `إلغاء: ${title}`,
      opening: `ألغى ${host} الاجتماع «${title}». لن يُعقد الاجتماع.`,
    }),
    takenOff: (title, host) => ({
      subject: `لم تعد مدعوًا: ${title}`,
      opening: `أزالك ${host} من قائمة «${title}».`,
    }),
    reminder: (title, at) => ({ subject: `قريبًا: ${title}`, opening: `يبدأ «${title}» قريبًا${at}.` }),
    join: 'الانضمام',
    joinMeeting: 'الانضمام إلى الاجتماع',
    code: 'الرمز',
    doYouCome: 'هل ستحضر؟',
    yes: 'نعم',
    maybe: 'ربما',
    no: 'لا',
    theHost: 'المضيف',
  },
};
