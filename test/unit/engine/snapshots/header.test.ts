import { describe, expect, it } from 'vitest';
import { checksumOf } from '../../../../src/engine/host/snapshots/checksum';
import { decodeHeader, encodeHeader } from '../../../../src/engine/host/snapshots/header';
import { headerOf, parseTestPlacement } from './support/snapshotParts';

const fixedBytes = 24;

/** Changes a header behind its checksum's back: only what is checked besides it can tell. */
function forge(change: (bytes: Buffer) => Buffer): Buffer {
  const bytes = change(encodeHeader(headerOf()));
  bytes.writeUInt32LE(checksumOf(bytes.subarray(0, 20), bytes.subarray(fixedBytes)), 20);
  return bytes;
}

function withDescription(json: string): Buffer {
  return forge(() => {
    const bytes = Buffer.concat([encodeHeader(headerOf()).subarray(0, fixedBytes), Buffer.from(json)]);
    bytes.writeUInt32LE(Buffer.byteLength(json), 12);
    bytes.writeUInt32LE(0, 16);
    return bytes;
  });
}

describe('a header', () => {
  it('is read as it was written', () => {
    const header = headerOf();
    expect(decodeHeader(encodeHeader(header), parseTestPlacement)).toEqual({ header });
  });

  it('holds nothing but its own fields', () => {
    const carrier = { ...headerOf(), id: 'not of the header' };
    expect(encodeHeader(carrier)).toEqual(encodeHeader(headerOf()));
  });

  it('is refused when any one byte of it has changed', () => {
    const bytes = encodeHeader(headerOf());
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      expect(decodeHeader(changed, parseTestPlacement), `byte ${at}`).toEqual({
        fault: at < 12 ? 'foreign' : 'damaged',
      });
    }
  });

  it('is refused when it is cut anywhere, or longer than it says', () => {
    const bytes = encodeHeader(headerOf());
    for (let length = 0; length < bytes.length; length++) {
      expect(decodeHeader(bytes.subarray(0, length), parseTestPlacement), `${length} bytes`).toEqual({
        fault: 'damaged',
      });
    }
    const longer = Buffer.concat([bytes, Buffer.alloc(4)]);
    expect(decodeHeader(longer, parseTestPlacement)).toEqual({ fault: 'damaged' });
  });

  it('is foreign in another version or with another magic, even where its checksum is right', () => {
    const otherVersion = forge((bytes) => (bytes.writeUInt32LE(2, 8), bytes));
    const otherMagic = forge((bytes) => (bytes.write('GGUF', 0), bytes));
    expect(decodeHeader(otherVersion, parseTestPlacement)).toEqual({ fault: 'foreign' });
    expect(decodeHeader(otherMagic, parseTestPlacement)).toEqual({ fault: 'foreign' });
  });

  it('claims no lengths that are not there, even where its checksum is right', () => {
    for (const offset of [12, 16]) {
      const huge = forge((bytes) => (bytes.writeUInt32LE(0xffffffff, offset), bytes));
      expect(decodeHeader(huge, parseTestPlacement)).toEqual({ fault: 'damaged' });
    }
  });

  it('is damaged without one of its fields, or with one of another type', () => {
    const fields = Object.entries(headerOf()).filter(([name]) => name !== 'tokens');
    const description = Object.fromEntries(fields) as Partial<ReturnType<typeof headerOf>>;
    expect(decodeHeader(withDescription(JSON.stringify(description)), parseTestPlacement)).toEqual({
      header: { ...description, tokens: [] },
    });
    for (const name of Object.keys(description)) {
      for (const value of [undefined, null, true, -1, []]) {
        const json = JSON.stringify({ ...description, [name]: value });
        expect(decodeHeader(withDescription(json), parseTestPlacement), `${name}: ${json}`).toEqual({
          fault: 'damaged',
        });
      }
    }
    for (const json of ['', '{', 'null', '7', '[]']) {
      expect(decodeHeader(withDescription(json), parseTestPlacement), json).toEqual({ fault: 'damaged' });
    }
  });

  it('has a size that is bounded when written, too', () => {
    const head = 'x'.repeat(1024 * 1024);
    expect(() => encodeHeader(headerOf({ placement: { head } }))).toThrow(RangeError);
    const tokens = new Array<number>(1024 * 1024 + 1).fill(1);
    expect(() => encodeHeader(headerOf({ tokens }))).toThrow(RangeError);
  });
});
