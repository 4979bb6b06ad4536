/** Values of one statement: SQLite takes 32,766 of them, PostgreSQL 65,535, and rows of a dozen columns are written so many at a time. */
const chunkMax = 400;

/** Does the work for some of the items at a time, in their order, and gathers what comes of it. */
export async function inChunks<Item, Found>(
  items: readonly Item[],
  work: (chunk: readonly Item[]) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (let start = 0; start < items.length; start += chunkMax)
    found.push(...(await work(items.slice(start, start + chunkMax))));
  return found;
}
