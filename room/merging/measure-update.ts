// Measures the cost of reading an update by passing through its bytes without storing anything.
import * as decoding from 'lib0/decoding';
import { passStruct, skipBytes, type StructVisitor } from './pass-struct.ts';
import { weights, type Meter } from './work.ts';

/**
 * Adds the cost of the update's structs, values and deletions to the meter. Throws on bytes that are no update.
 * Returns false when bytes follow after the update.
 */
export function measureUpdate(update: Uint8Array, meter: Meter): boolean {
  const decoder = decoding.createDecoder(update);
  meter.spend(update.length / weights.copied);
  const reading: StructVisitor = {
    spend: (units) => meter.spend(units),
    needs: () => {},
    passText: skipText,
  };
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
    const structs = decoding.readVarUint(decoder);
    skipNumbers(decoder, 2);
    meter.spend(weights.client + structs * weights.struct);
    for (let left = structs; left > 0; left--) passStruct(decoder, reading);
  }
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
    skipNumbers(decoder, 1);
    const ranges = decoding.readVarUint(decoder);
    meter.spend(weights.client + ranges * weights.range);
    skipNumbers(decoder, 2 * ranges);
  }
  return decoder.pos === update.length;
}

function skipText(decoder: decoding.Decoder): number {
  skipBytes(decoder);
  return 0;
}

function skipNumbers(decoder: decoding.Decoder, count: number): void {
  for (let left = count; left > 0; left--) decoding.readVarUint(decoder);
}
