// Takes an archive into an empty store, up to threads and series, as `faultline ingest` does; how far the series have come it judges
// behind that, and what else a list needs for years is not looked at here. Prints how many mails it took.
import { FamilyKeeper } from '../src/app/ingest/family-keeper.js';
import { MailReader } from '../src/app/ingest/mail-reader.js';
import { takeSource } from '../src/app/ingest/source-intake.js';
import { openMailSource } from '../src/sources/open-mail-source.js';
import { Store } from '../src/store/store.js';

const [archive = '', place = ''] = process.argv.slice(2);
const store = await Store.open(place, { mayMake: true });
await store.lockIntake();
const reader = new MailReader();
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
