import { assembleMails } from '../../src/app/assemble-mails.js';
import { compressMail } from '../../src/app/ingest/compress-mail.js';
import { FamilyKeeper } from '../../src/app/ingest/family-keeper.js';
import { type BenchMail, MailBench } from '../../src/app/ingest/mail-bench.js';
import { noteOf } from '../../src/app/ingest/note-mail.js';
import type { Message, RawMail } from '../../src/domain/message.js';
import { readMessage } from '../../src/mail/read-message.js';
import { renderSeriesLine } from '../../src/render/lines.js';
import type { IntakeEvent } from '../../src/store/intake.js';
import type { Store } from '../../src/store/store.js';

/** A mail as it is taken in at a place. */
export async function mailEvent(place: string, raw: RawMail): Promise<IntakeEvent & { readonly kind: 'mail' }> {
  const note = noteOf(raw, await readMessage(raw));
  return { kind: 'mail', place, mail: { ...note, compressed: compressMail(raw.bytes) } };
}

/** Mails as they are taken in when they are read, at places named by their origins. */
export function eventsOf(read: readonly BenchMail[], mails: readonly RawMail[]): readonly IntakeEvent[] {
  return read.map(({ note }, index) => {
    const compressed = compressMail(mails[index]?.bytes ?? new Uint8Array());
    return { kind: 'mail', place: note.origin, mail: { ...note, compressed } };
  });
}

/** Takes in mails that were read, and tells the keeper of their families. */
export async function takeRead(
  store: Store,
  keeper: FamilyKeeper,
  read: readonly BenchMail[],
  events: readonly IntakeEvent[],
  source = 'list',
): Promise<void> {
  const { id } = await store.findSource(source);
  keeper.note(await store.intake.take(id, events, undefined), read);
}

/** Takes mails in, at places named by their order, and makes what follows from them. */
export async function takeMails(store: Store, mails: readonly RawMail[], source = 'list'): Promise<void> {
  const bench = new MailBench();
  const keeper = await FamilyKeeper.open(store, bench);
  const read = await bench.read(mails);
  await takeRead(store, keeper, read, eventsOf(read, mails), source);
  await keeper.settleAll(() => undefined);
}

/** What a store says of its mails: threads, series and what the mails are among each other, in an order that tells nothing of how they came. */
export async function readFacts({ db }: Store): Promise<Facts> {
  const threads = await db
    .selectFrom('thread')
    .select(['root_id', 'subject', 'mails', 'began_at', 'last_at'])
    .execute();
  const series = await db.selectFrom('series').select('line').execute();
  const others = await db.selectFrom('mail').select(['digest', 'role']).where('role', '!=', 'kept').execute();
  const problems = await db
    .selectFrom('problem')
    .select(['code', 'detail'])
    .where('family_id', 'is not', null)
    .execute();
  return {
    threads: threads.map(row => JSON.stringify(row)).sort(),
    series: series.map(row => row.line).sort(),
    others: others.map(row => `${row.digest} ${row.role}`).sort(),
    problems: problems.map(row => `${row.code} ${row.detail}`).sort(),
  };
}

interface Facts {
  readonly threads: readonly string[];
  readonly series: readonly string[];
  readonly others: readonly string[];
  readonly problems: readonly string[];
}

/** The same of mails that are put together at once, without a store; threads aside. */
export function assembleFacts(messages: readonly Message[]): Omit<Facts, 'threads'> {
  const { threads, problems, others } = assembleMails(messages, { placesRemarks: false });
  return {
    series: threads.flatMap(thread => thread.series.map(renderSeriesLine)).sort(),
    others: [...others].map(([digest, role]) => `${digest} ${role}`).sort(),
    problems: problems.map(({ code, detail }) => `${code} ${detail}`).sort(),
  };
}
