import { describe, expect, it } from 'vitest';
import { requireStrongPassword } from './password.ts';

const weak = expect.objectContaining({ code: 'WEAK_PASSWORD', field: ['password'] });

describe('passwords', () => {
  it.each([
    'correct horse battery staple',
    'four unrelated words work',
    'Ⓤnïcødé is allowed here',
    'x9'.repeat(3) + ' quiet otter lamp' + ' z'.repeat(60),
  ])('takes %s', (password) => {
    expect(() => requireStrongPassword(password, [])).not.toThrow();
  });

  it.each([
    '',
    'short',
    'fourteen chars',
    'password1234567',
    'passwordpassword',
    'aaaaaaaaaaaaaaaaaaaa',
    '123456789012345',
    'qwertyuiopasdfghjkl',
    'a'.repeat(257),
  ])('refuses %s', (password) => {
    expect(() => requireStrongPassword(password, [])).toThrow(weak);
  });

  it('refuses what is known of the person', () => {
    expect(() => requireStrongPassword('maximiliana.mustermann', ['maximiliana.mustermann'])).toThrow(weak);
  });
});
