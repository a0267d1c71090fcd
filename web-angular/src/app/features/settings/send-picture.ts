import { inject, Injectable } from '@angular/core';
import { RemovePictureDocument, UploadPictureDocument } from '../../graph/generated/self/graphql';
import { Graph } from '../../graph/graph';
import { Session } from '../../session/session';

/** What the server takes; it looks at the bytes itself. */
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp'];
const MOST_BYTES = 5 * 1024 * 1024;
/** How long the bytes may take, in milliseconds. */
const PATIENCE_MS = 60_000;

interface Taken {
  readonly avatarUrl?: string;
  readonly errors?: readonly { readonly message: string }[];
}

/** One's own picture, to the server and away from it. */
@Injectable({ providedIn: 'root' })
export class SendPicture {
  readonly #graph = inject(Graph);
  readonly #session = inject(Session);

  /** @returns why not, in words; nothing when it is shown from now on */
  async send(file: File): Promise<string | undefined> {
    if (!PICTURE_TYPES.includes(file.type)) return $localize`:@@pictureWrongType:Choose a JPEG, PNG or WebP picture.`;
    if (file.size > MOST_BYTES)
      return $localize`:@@pictureTooLarge:This picture is larger than 5 MB. Choose a smaller one.`;
    const bytes = await file.arrayBuffer();
    const input = { contentType: file.type, byteLength: bytes.byteLength, sha256: await sha256(bytes) };
    const { uploadPicture } = await this.#graph.ask(UploadPictureDocument, { input });
    if (!uploadPicture.upload) return uploadPicture.userErrors[0]?.message ?? notTaken();
    const answer = await fetch(uploadPicture.upload.url, {
      method: 'PUT',
      headers: { 'content-type': file.type },
      credentials: 'omit',
      body: bytes,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { avatarUrl, errors } = (await answer.json().catch(() => ({}))) as Taken;
    if (!avatarUrl) return errors?.[0]?.message ?? notTaken();
    this.#session.changed({ avatarUrl });
    return undefined;
  }

  /** @returns why not, in words; nothing when it is gone */
  async remove(): Promise<string | undefined> {
    const { removePicture } = await this.#graph.ask(RemovePictureDocument, {});
    if (!removePicture.user) return removePicture.userErrors[0]?.message ?? notTaken();
    this.#session.changed({ avatarUrl: null });
    return undefined;
  }
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const notTaken = () => $localize`:@@pictureNotTaken:The picture was not taken. Try again in a moment.`;
