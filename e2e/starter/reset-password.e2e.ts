import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { Starter, WORKSPACE } from '../harness/starter.ts';

const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken } } }`;

async function canSignIn(url: string, input: { email: string; password: string }): Promise<boolean> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ query: SIGN_IN, variables: { input } }),
  });
  const { data } = (await response.json()) as { data: { signIn: { session: object | null } } };
  return data.signIn.session !== null;
}

function reset(home: string, email: string): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, PARLEY_HOME: home, PARLEY_PORT: undefined };
    execFile('node', ['tools/reset-password.mjs', email], { cwd: WORKSPACE, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr }),
    );
  });
}

test('a forgotten password is replaced on the machine of the installation', async () => {
  const starter = await Starter.start();
  try {
    const { url, demo } = await starter.ready();
    const [ada = { email: '', password: '' }] = demo;
    expect(await canSignIn(url, ada)).toBe(true);
    const { code, said } = await reset(starter.home, ada.email);
    expect(code, said).toBe(0);
    const password = /^ {4}(\S+)$/m.exec(said)?.[1] ?? '';
    expect(await canSignIn(url, { email: ada.email, password })).toBe(true);
    expect(await canSignIn(url, ada)).toBe(false);
    expect((await reset(starter.home, 'nobody@demo.parley.example')).code).toBe(1);
  } finally {
    await starter.dispose();
  }
});
