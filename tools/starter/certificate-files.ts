import { join } from 'node:path';

/** Where an installation keeps the certificate of its address on the local network, and the key to it. */
export function certificateFiles(home: string): { certificateFile: string; keyFile: string } {
  const directory = join(home, 'tls');
  return { certificateFile: join(directory, 'certificate.pem'), keyFile: join(directory, 'key.pem') };
}
