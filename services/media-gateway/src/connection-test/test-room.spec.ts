import { describe, expect, it } from 'vitest';
import { newTestRoom, TEST_ROOM_SECONDS, testRoomEnd } from './test-room.ts';

describe('test rooms', () => {
  it('say in their names when they end, and pass the gate', () => {
    const now = Date.parse('2026-11-21T21:00:00.400Z');
    const { name, expiresAt } = newTestRoom(now);
    expect(name).toMatch(/^rm_[\w-]{22}$/);
    expect(testRoomEnd(name)).toBe(expiresAt.getTime());
    expect(expiresAt.getTime() - now).toBeGreaterThanOrEqual(TEST_ROOM_SECONDS * 1_000);
    expect(expiresAt.getTime() - now).toBeLessThan((TEST_ROOM_SECONDS + 1) * 1_000);
    expect(newTestRoom(now).name).not.toBe(name);
  });

  it.each(['rm_aaaaaaaaaaaaaaaaaaaaaa', 'rm_test-t0o3-aaaaaaaaaa', 'test-t0o3ab-aaaaaaaaaa', ''])(
    '%s is none',
    (name) => expect(testRoomEnd(name)).toBeUndefined(),
  );
});
