/** Where and as whom a Matrix room is followed and posted to. */
export interface Gathering {
  readonly room: string;
  /** One access token a device: the first of each person, then the second of each. */
  readonly tokens: readonly string[];
}

async function ask<T>(address: string, method: string, path: string, body: object, token?: string): Promise<T> {
  const response = await fetch(`${address}/_matrix/client/v3/${path}`, {
    method,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

let gatherings = 0;

/**
 * Signs people up, gives each of them devices in turn until there are as many as asked for, and brings them into one new room that is
 * not encrypted.
 *
 * @param address of the server, `http://…` without a path
 */
export async function gather(address: string, people: number, devices: number): Promise<Gathering> {
  const [gathering, password] = [(gatherings += 1), 'correct horse battery staple of one bench run'];
  const name = (n: number) => `g${gathering}-u${n}`;
  const tokens: string[] = [];
  const keep = ({ access_token }: { access_token: string }) => tokens.push(access_token);
  for (let n = 0; n < people; n++) {
    const signUp = { username: name(n), password, auth: { type: 'm.login.dummy' } };
    keep(await ask(address, 'POST', 'register', signUp));
  }
  for (let n = people; n < devices; n++) {
    const signIn = { type: 'm.login.password', identifier: { type: 'm.id.user', user: name(n % people) }, password };
    keep(await ask(address, 'POST', 'login', signIn));
  }
  const open = { preset: 'public_chat', name: 'Bench' };
  const { room_id } = await ask<{ room_id: string }>(address, 'POST', 'createRoom', open, tokens[0]);
  for (const token of tokens.slice(1, people))
    await ask(address, 'POST', `join/${encodeURIComponent(room_id)}`, {}, token);
  return { room: room_id, tokens };
}
