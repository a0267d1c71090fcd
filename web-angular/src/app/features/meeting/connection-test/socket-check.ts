/** Before the socket counts as closed, in milliseconds. */
const PATIENCE_MS = 8000;

/**
 * Opens a socket as live news do, and waits until the server has answered on it.
 *
 * @returns how long it took, in milliseconds
 * @throws Error when it does not open, or nobody answers
 */
export function checkSocket(url: string): Promise<number> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'graphql-transport-ws');
    const end = (): void => {
      clearTimeout(late);
      socket.close(1000);
    };
    const fail = (): void => {
      end();
      reject(new Error('no socket'));
    };
    const late = setTimeout(fail, PATIENCE_MS);
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
    socket.addEventListener('message', ({ data }) => {
      if (!String(data).includes('connection_ack')) return;
      end();
      resolve(Math.round(performance.now() - begun));
    });
    socket.addEventListener('error', fail);
    socket.addEventListener('close', fail);
  });
}
