// Takes an archive, or about so many of its first mails, into an empty store, up to threads and series, as `faultline ingest` does; how far
// the series have come it judges behind that, and what else a list needs for years is not looked at here. Prints how many mails it took.
import { MailReader } from '../src/app/ingest/mail-reader.js';

const [archive = '', place = '', most = ''] = process.argv.slice(2);
const enough = new AbortController();
let taken = 0;
const report = (mails: number): void => {
  taken += mails;
  if (most !== '' && taken >= Number(most)) enough.abort();
};
// As `startIngest` does it.
const reader = new MailReader();
const { withSources } = await import('../src/app/ingest/with-sources.js');
await withSources([archive], { cloneFolder: place }, async sources => {
  const [source] = sources;
  if (source === undefined) throw new Error('give an archive, and the place of a store');
  const { FamilyKeeper } = await import('../src/app/ingest/family-keeper.js');
  const { firstStart, readGroups } = await import('../src/app/ingest/read-groups.js');
  const { takeGroups } = await import('../src/app/ingest/source-intake.js');
  const { Store } = await import('../src/store/store.js');
  const store = await Store.open(place, { mayMake: true });
  await store.lockIntake();
  const keeper = await FamilyKeeper.open(store, reader);
  try {
    const { id } = await store.findSource(source.id);
    await takeGroups(id, readGroups(source, firstStart, reader, enough.signal), { store, keeper, report });
  } catch (error) {
    // An archive that lacks a mail is told of behind all others.
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  }
  await keeper.settleAll(() => store.bringIn());
  await store.close();
  await reader.close();
});
process.stdout.write(`${taken}\n`);
