/** What stands before the shared tail of a `next` message: the operation's own id. */
export const headOf = (operationId: string): Buffer => Buffer.from(`{"id":${JSON.stringify(operationId)},`);

const FIN_TEXT = 0x81;

function headerBytes(length: number): number {
  return length < 126 ? 2 : length < 65_536 ? 4 : 10;
}

function writeHeader(target: Buffer, offset: number, length: number): number {
  target[offset] = FIN_TEXT;
  if (length < 126) {
    target[offset + 1] = length;
    return offset + 2;
  }
  if (length < 65_536) {
    target[offset + 1] = 126;
    return target.writeUInt16BE(length, offset + 2);
  }
  target[offset + 1] = 127;
  return target.writeBigUInt64BE(BigInt(length), offset + 2);
}

/** WebSocket text frames, one per tail, in one piece of memory; a server's frames have no mask (RFC 6455, 5.2). */
export function framesOf(head: Buffer, tails: readonly Buffer[]): Buffer {
  let size = 0;
  for (const tail of tails) size += headerBytes(head.length + tail.length) + head.length + tail.length;
  const frames = Buffer.allocUnsafe(size);
  let offset = 0;
  for (const tail of tails) {
    offset = writeHeader(frames, offset, head.length + tail.length);
    offset += head.copy(frames, offset);
    offset += tail.copy(frames, offset);
  }
  return frames;
}
