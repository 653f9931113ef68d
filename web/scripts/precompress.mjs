// Puts a .br and a .gz beside every text file of dist/, so that the broker never compresses while it serves.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = join(import.meta.dirname, '..', 'dist');
for (const name of readdirSync(dist, { recursive: true })) {
  if (!/\.(html|js|css|svg|txt|webmanifest)$/.test(name)) continue;
  const bytes = readFileSync(join(dist, name));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  writeFileSync(join(dist, `${name}.br`), brotliCompressSync(bytes, quality));
  writeFileSync(join(dist, `${name}.gz`), gzipSync(bytes, { level: 9 }));
}
