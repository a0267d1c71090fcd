/** What a token may be let do, in plain words, in the order they are offered. The names are the graph's own. */
export const scopeWords = (): readonly { readonly scope: string; readonly words: string }[] => [
  { scope: 'chat:read', words: $localize`:@@scopeChatRead:Read and follow your conversations` },
  { scope: 'chat:write', words: $localize`:@@scopeChatWrite:Write messages and start conversations` },
  { scope: 'people:read', words: $localize`:@@scopePeopleRead:Look people of the organisation up` },
  { scope: 'contacts:read', words: $localize`:@@scopeContactsRead:See your contacts and contact requests` },
  { scope: 'contacts:write', words: $localize`:@@scopeContactsWrite:Ask for contacts, answer requests, remove people` },
  { scope: 'presence:read', words: $localize`:@@scopePresenceRead:See who of your contacts is here` },
  { scope: 'presence:write', words: $localize`:@@scopePresenceWrite:Set your status, and show you as online` },
  { scope: 'meetings:read', words: $localize`:@@scopeMeetingsRead:See your meetings, who is in and who was` },
  { scope: 'meetings:join', words: $localize`:@@scopeMeetingsJoin:Join meetings and calls and take part` },
  { scope: 'meetings:manage', words: $localize`:@@scopeMeetingsManage:Make, change, moderate and end meetings` },
  { scope: 'recordings:read', words: $localize`:@@scopeRecordingsRead:Read recordings of your meetings` },
  { scope: 'profile:read', words: $localize`:@@scopeProfileRead:Read your own profile` },
  { scope: 'profile:write', words: $localize`:@@scopeProfileWrite:Change your profile` },
];
