import { newId } from '@parley/persistence';
import { describe, expect, it } from 'vitest';
import { decide } from './admission.ts';

const organisationId = newId('organisation');
const person = () => ({ userId: newId('user'), organisationId, sessionId: newId('session'), role: 'MEMBER' as const });
const host = person();
const meeting = { access: 'INVITED' as const, endedAt: null, hostUserId: host.userId, organisationId };

describe('admission', () => {
  it('lets the host in as host, and others as presenters', () => {
    expect(decide(meeting, host)).toMatchObject({ isAdmitted: true, role: 'HOST' });
    expect(decide({ ...meeting, access: 'SIGNED_IN' }, person())).toMatchObject({
      isAdmitted: true,
      role: 'PRESENTER',
    });
  });

  it('refuses with a reason one can act on', () => {
    expect(decide(meeting, person())).toMatchObject({
      isAdmitted: false,
      reason: 'NOT_ALLOWED',
      message: expect.stringMatching(/host/),
    });
    expect(decide({ ...meeting, access: 'PUBLIC' }, undefined)).toMatchObject({
      reason: 'NOT_ALLOWED',
      message: expect.stringMatching(/^Sign in/),
    });
  });

  it('tells everybody, the host too, that an ended meeting is over', () => {
    const ended = { ...meeting, endedAt: new Date() };
    for (const caller of [host, person(), undefined])
      expect(decide(ended, caller)).toMatchObject({ isAdmitted: false, reason: 'ENDED' });
  });
});
