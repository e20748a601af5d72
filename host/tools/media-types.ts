/**
 * Writes assembly/http/static/media-types.ts: the media types of files, from the data of mime-db.
 *
 * Taken are the types of LISTED, then those of audio, fonts, images, text and video that are of the standards tree (RFC 6838, section 3.1)
 * or of which mime-db knows whether they can be compressed. An extension belongs to the type that IANA has registered, else to the first.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

interface Entry {
  source?: string;
  compressible?: boolean;
  extensions?: string[];
}

/** What sites consist of comes first: the table is read from its start. */
const LISTED = [
  'text/html',
  'text/css',
  'text/javascript',
  'application/json',
  'image/svg+xml',
  'image/png',
  'image/jpeg',
  'image/webp',
  'font/woff2',
  'application/wasm',
  'application/manifest+json',
  'application/ld+json',
  'application/geo+json',
  'application/xml',
  'application/xhtml+xml',
  'application/atom+xml',
  'application/rss+xml',
  'application/toml',
  'application/pdf',
  'application/zip',
  'application/gzip',
  'application/x-bzip2',
  'application/x-7z-compressed',
  'application/x-tar',
  'application/rtf',
  'application/epub+zip',
  'application/vnd.apple.mpegurl',
  'application/dash+xml',
  'application/vnd.ms-fontobject',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
  'audio/x-flac',
  'model/gltf+json',
  'model/gltf-binary',
  'video/x-msvideo',
];
const FAMILIES = /^(audio|font|image|text|video)\//;
const OTHER_TREE = /\/(vnd|prs|x)[.-]/;

const HEAD = `/** Made by host/tools/media-types.ts; \`npm run media-types\` makes it anew. The data is that of mime-db, MIT license. */

/**
 * Returns a table in ASCII: a line for each media type, which is followed by \`!\` where it can't be compressed further, then a space before
 * each of its extensions.
 */
export function mediaTypes(): StaticArray<u8> {
`;

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where the table is. */
export const TABLE_FILE = join(root, 'assembly/http/static/media-types.ts');

function isTaken(type: string, { compressible }: Entry): boolean {
  return FAMILIES.test(type) && (!OTHER_TREE.test(type) || compressible !== undefined);
}

/** Returns the table as text. */
export function mediaTypeTable(): string {
  const entries = createRequire(import.meta.url)('mime-db') as Record<string, Entry>;
  const others = Object.keys(entries).filter(
    (type) => !LISTED.includes(type) && isTaken(type, entries[type]!),
  );
  const types = [...LISTED, ...others];
  const ofRegistered = types.filter((type) => entries[type]!.source === 'iana');
  const owners = new Map<string, string>();
  for (const type of [...ofRegistered, ...types])
    for (const extension of entries[type]!.extensions ?? [])
      if (!owners.has(extension)) owners.set(extension, type);
  const lines = types.flatMap((type) => {
    const { extensions = [], compressible } = entries[type]!;
    const own = extensions.filter((extension) => owners.get(extension) === type);
    return own.length === 0 ? [] : `${type}${compressible === false ? '!' : ''} ${own.join(' ')}\n`;
  });
  return lines.join('');
}

/** Returns the text of the file that has the table. */
export async function mediaTypeSource(): Promise<string> {
  const numbers = [...Buffer.from(mediaTypeTable(), 'ascii')].join(', ');
  const text = `${HEAD}  return [${numbers}];\n}\n`;
  return format(text, { ...(await resolveConfig(TABLE_FILE)), filepath: TABLE_FILE });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TABLE_FILE, await mediaTypeSource());
