// Takes an archive into an empty store, up to threads and series, as `faultline ingest` does; how far the series have come it judges
// behind that, and what else a list needs for years is not looked at here. Prints how many mails it took.
import { MailReader } from '../src/app/ingest/mail-reader.js';

const [archive = '', place = ''] = process.argv.slice(2);
const reader = new MailReader();
// As `startIngest` does it.
const { FamilyKeeper } = await import('../src/app/ingest/family-keeper.js');
const { takeSource } = await import('../src/app/ingest/source-intake.js');
const { openMailSource } = await import('../src/sources/open-mail-source.js');
const { Store } = await import('../src/store/store.js');
const store = await Store.open(place, { mayMake: true });
await store.lockIntake();
const keeper = await FamilyKeeper.open(store.db, reader);
const source = await openMailSource(archive, { cloneFolder: place });
let taken = 0;
const report = (mails: number): void => {
  taken += mails;
};
try {
  await takeSource(source, { store, reader, keeper, report }, new AbortController().signal);
} catch (error) {
  // An archive that lacks a mail is told of behind all others.
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
}
await keeper.settleAll();
await source.close();
await reader.close();
await store.close();
process.stdout.write(`${taken}\n`);
