import type { LetterLanguage } from '../invitations/letter-words.ts';

/** What mails to people with an account say in one language. Names and titles are one line each. */
export interface NoteWords {
  mention(from: string, title: string | null): string;
  call(from: string, title: string | null): string;
  /** Where there is more than one thing. */
  several: string;
  /** What stands below a list that is not whole. */
  more(count: number): string;
  why: string;
  /** Before the link that ends these mails. */
  stop: string;
  confirm: string;
  /** Before the link that confirms. */
  confirmOpening: string;
  notYou: string;
}

/** Of every language. */
export const NOTE_WORDS: Readonly<Record<LetterLanguage, NoteWords>> = {
  en: {
    mention: (from, title) => (title === null ? `${from} mentioned you` : `${from} mentioned you in “${title}”`),
    call: (from, title) => (title === null ? `${from} called you` : `${from} called you in “${title}”`),
    several: 'What you missed',
    more: (count) => `And ${count} more.`,
    why: 'You get this mail because you had not seen it in Parley for a while.',
    stop: 'No more mails like this',
    confirm: 'Confirm your address',
    confirmOpening:
      'You asked Parley to send mails to this address. Open this link where you are signed in; it is good for a day:',
    notYou: 'If it was not you, do nothing: without it nothing is sent here.',
  },
  de: {
    mention: (from, title) => (title === null ? `${from} hat Sie erwähnt` : `${from} hat Sie in „${title}“ erwähnt`),
    call: (from, title) => (title === null ? `${from} hat Sie angerufen` : `${from} hat Sie in „${title}“ angerufen`),
    several: 'Was Sie verpasst haben',
    more: (count) => `Und ${count} weitere.`,
    why: 'Sie bekommen diese Nachricht, weil Sie das in Parley eine Weile nicht gesehen haben.',
    stop: 'Keine solchen E-Mails mehr',
    confirm: 'Bestätigen Sie Ihre Adresse',
    confirmOpening:
      'Sie haben Parley gebeten, E-Mails an diese Adresse zu senden. Öffnen Sie diesen Link dort, wo Sie angemeldet sind; er gilt einen Tag:',
    notYou: 'Falls Sie das nicht waren, tun Sie nichts: Dann wird nichts hierher gesendet.',
  },
  fr: {
    mention: (from, title) =>
      title === null ? `${from} vous a mentionné` : `${from} vous a mentionné dans « ${title} »`,
    call: (from, title) => (title === null ? `${from} vous a appelé` : `${from} vous a appelé dans « ${title} »`),
    several: 'Ce que vous avez manqué',
    more: (count) => `Et ${count} de plus.`,
    why: 'Vous recevez ce message parce que vous ne l’aviez pas vu dans Parley depuis un moment.',
    stop: 'Ne plus recevoir ces messages',
    confirm: 'Confirmez votre adresse',
    confirmOpening:
      'Vous avez demandé à Parley d’envoyer des messages à cette adresse. Ouvrez ce lien là où vous êtes connecté ; il est valable un jour :',
    notYou: 'Si ce n’était pas vous, ne faites rien : rien ne sera envoyé ici.',
  },
  es: {
    mention: (from, title) => (title === null ? `${from} le ha mencionado` : `${from} le ha mencionado en «${title}»`),
    call: (from, title) => (title === null ? `${from} le ha llamado` : `${from} le ha llamado en «${title}»`),
    several: 'Lo que se ha perdido',
    more: (count) => `Y ${count} más.`,
    why: 'Recibe este correo porque llevaba un rato sin verlo en Parley.',
    stop: 'No recibir más correos como este',
    confirm: 'Confirme su dirección',
    confirmOpening:
      'Ha pedido a Parley que envíe correos a esta dirección. Abra este enlace donde tenga la sesión iniciada; vale un día:',
    notYou: 'Si no fue usted, no haga nada: no se enviará nada aquí.',
  },
  ar: {
    mention: (from, title) => (title === null ? `ذكرك ${from}` : `ذكرك ${from} في «${title}»`),
    call: (from, title) => (title === null ? `اتصل بك ${from}` : `اتصل بك ${from} في «${title}»`),
    several: 'ما فاتك',
    more: (count) => `و${count} أخرى.`,
    why: 'وصلتك هذه الرسالة لأنك لم ترَ ذلك في Parley منذ مدة.',
    stop: 'إيقاف هذه الرسائل',
    confirm: 'أكّد عنوانك',
    confirmOpening: 'طلبت من Parley إرسال رسائل إلى هذا العنوان. افتح هذا الرابط حيث سجّلت الدخول؛ وهو صالح ليوم واحد:',
    notYou: 'إن لم تكن أنت، فلا تفعل شيئًا: لن يُرسل شيء إلى هنا.',
  },
};
