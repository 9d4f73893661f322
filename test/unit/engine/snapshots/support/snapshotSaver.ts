import { openStore, placeToSave, stateOf, writerOf } from './snapshotParts';

/** A program that saves so many places, of seeds from the given one on, into the folder it is given. */
const [, , folder = '', maxBytes, firstSeed, count] = process.argv;

const store = await openStore(folder, { maxBytes: Number(maxBytes), lockWaitMs: 10_000 });
for (let seed = Number(firstSeed); seed < Number(firstSeed) + Number(count); seed++) {
  const result = await store.save(placeToSave(seed), writerOf(stateOf(seed)));
  if (!result.saved) throw new Error(`not saved: ${result.reason} ${result.message ?? ''}`);
}
