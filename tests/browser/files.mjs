// Files that the tool gives out, read by others than the tool: LibreOffice, and a ZIP reader of a few lines.
import { execFile } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflateRawSync } from 'node:zlib';

const office = '/usr/bin/soffice';
export const hasOffice = () => {
  try {
    accessSync(office, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const plain = (xml) => xml.replace(/<[^>]+>/g, '').replace(/&(amp|lt|gt|quot|apos);/g, (all, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" })[name]);

// The rows of a workbook's first table as LibreOffice has them: {kind: 'string' | 'float' | 'date' | '', value, shown} a cell. Home and profile lie in a folder of their own.
export async function officeRows(bytes) {
  const folder = mkdtempSync(join(tmpdir(), 'preceptor-office-'));
  try {
    mkdirSync(join(folder, 'home'));
    writeFileSync(join(folder, 'book.xlsx'), bytes);
    await promisify(execFile)(office, [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--norestore', '--convert-to', 'fods', '--outdir', folder, join(folder, 'book.xlsx')],
      { timeout: 180_000, env: { ...process.env, HOME: join(folder, 'home') } });
    const table = /<table:table .*?<\/table:table>/s.exec(readFileSync(join(folder, 'book.fods'), 'utf8'))[0];
    return [...table.matchAll(/<table:table-row[^>]*>(.*?)<\/table:table-row>/gs)].map(([, row]) =>
      [...row.matchAll(/<table:table-cell([^>]*?)(?:\/>|>(.*?)<\/table:table-cell>)/gs)].flatMap(([, tag, inside]) => {
        const of = (name) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
        const kind = of('office:value-type');
        const cell = { kind, value: of(kind === 'date' ? 'office:date-value' : 'office:value'), shown: plain(inside ?? '').trim() };
        return Array(Math.min(Number(of('table:number-columns-repeated')) || 1, 32)).fill(cell);
      }));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

// The members of a ZIP file, name -> text, by its central directory.
export function zipMembers(bytes) {
  const members = new Map();
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; --left) {
    const method = bytes.readUInt16LE(at + 10), size = bytes.readUInt32LE(at + 20), name = bytes.readUInt16LE(at + 28), local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28), data = bytes.subarray(from, from + size);
    members.set(bytes.toString('utf8', at + 46, at + 46 + name), (method ? inflateRawSync(data) : data).toString('utf8'));
    at += 46 + name + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return members;
}
