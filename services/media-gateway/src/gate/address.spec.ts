import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PARAMETERS, readAddress } from './address.ts';

const token = 'access_token=t';

describe('addresses', () => {
  it.each([
    ['/rtc?access_token=t&auto_subscribe=1', '/rtc?access_token=t&auto_subscribe=1'],
    ['/rtc/v1?access_token=t&join_request=a-b_c%3D', '/rtc/v1?access_token=t&join_request=a-b_c%3D'],
    ['/rtc/validate?access_token=t&sdk=js%20x', '/rtc/validate?access_token=t&sdk=js+x'],
    ['/rtc/v1/validate?reconnect=1&sid=PA_x&access_token=t', '/rtc/v1/validate?reconnect=1&sid=PA_x&access_token=t'],
    ['/rtc?access_token=t%26publish%3D1', '/rtc?access_token=t%26publish%3D1'],
  ])('%s is passed on', (given, passed) => {
    expect(readAddress(given, undefined)).toMatchObject({ target: passed });
  });

  it.each([
    [`/rtc?${token}&publish=1`, 400, /publish/],
    [`/rtc?publish=&${token}`, 400, /publish/],
    [`/rtc?${token}&%70ublish=1`, 400, /publish/],
    [`/rtc?${token}&PUBLISH=1`, 400, /not taken/],
    [`/rtc?${token}&${token}`, 400, /access_token more than once/],
    [`/rtc?${token}&access%5Ftoken=other`, 400, /access_token more than once/],
    [`/rtc?${token}&sid=a&sid=b`, 400, /sid more than once/],
    [`/rtc?${token}&attributes=e30=`, 400, /not taken/],
    [`/rtc?${token}&room=other`, 400, /not taken/],
    [`/rtc?${token}&;publish=1`, 400, /not taken/],
    ['/rtc', 401, /join token/],
    ['/rtc?', 401, /join token/],
    ['/rtc?access_token=', 401, /join token/],
    [`/rtc/?${token}`, 404, /nothing/],
    [`//rtc?${token}`, 404, /nothing/],
    [`/rtc/../rtc?${token}`, 404, /nothing/],
    [`/%72tc?${token}`, 404, /nothing/],
    [`/RTC?${token}`, 404, /nothing/],
    [`/rtc/v2?${token}`, 404, /nothing/],
    [`http://livekit/rtc?${token}`, 404, /nothing/],
    [`/twirp/livekit.RoomService/ListRooms?${token}`, 404, /nothing/],
    ['', 404, /nothing/],
  ])('%s is refused with %d', (given, status, sentence) => {
    expect(readAddress(given, undefined)).toEqual({ status, sentence: expect.stringMatching(sentence) });
  });

  it.each(['Bearer t', 'Basic x', ''])('an Authorization header of “%s” is refused beside a good token', (header) => {
    expect(readAddress(`/rtc?${token}`, header)).toMatchObject({ status: 400 });
  });

  it('takes every parameter that livekit-client sends, and no other', () => {
    const client = dirname(createRequire(import.meta.url).resolve('livekit-client'));
    const source = readFileSync(join(client, '../src/api/SignalClient.ts'), 'utf8');
    const sent = [...source.matchAll(/params\.set\('(\w+)'/g)].map(([, name]) => name);
    expect(new Set(sent)).toEqual(PARAMETERS);
  });
});
