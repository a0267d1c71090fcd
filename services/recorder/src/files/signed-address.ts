import { recordingAddressText, storageKeySchema, type RecordingAddress } from '@parley/contracts';
import { isSignatureOf } from '@parley/storage';

const TYPES = ['video/mp4', 'video/webm'];

/** Why an address opens nothing. */
export type AddressRefusal = 'unsigned' | 'expired';

/**
 * Reads a signed address of a recording.
 * @param now milliseconds since 1970
 */
export function readAddress(
  recordingId: string,
  query: Readonly<Record<string, unknown>>,
  secret: string,
  now = Date.now(),
): RecordingAddress | AddressRefusal {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '');
  const [key, contentType, fileName, expires] = [text('key'), text('type'), text('name'), Number(text('expires'))];
  const address: RecordingAddress = { recordingId, key, contentType, fileName, expires };
  if (!isSignatureOf(recordingAddressText(address), text('signature'), secret)) return 'unsigned';
  // Only what was signed comes this far; a slip of ours must not serve anything else all the same.
  const isWhole = storageKeySchema.safeParse(key).success && TYPES.includes(contentType) && key.includes(recordingId);
  if (!isWhole || !Number.isInteger(expires)) return 'unsigned';
  return expires * 1_000 > now ? address : 'expired';
}
