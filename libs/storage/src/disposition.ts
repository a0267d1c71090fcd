/** What breaks a header, leads to another directory or tricks the eye: control characters, path separators, directions. */
// eslint-disable-next-line no-control-regex -- they are what is taken out
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069"\\/:*?<>|]/g;

/** `Content-Disposition` with a name that is safe in every file system (RFC 6266: ASCII for old clients, UTF-8 for all others). */
export function disposition(kind: 'inline' | 'attachment', fileName: string): string {
  const name = fileName.replace(UNSAFE, '_').replace(/^\.+/, '_').toWellFormed().slice(0, 150) || 'file';
  const ascii = name.replace(/[^\u0020-\u007e]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
