import { pathOf } from '../../domain/diff.js';
import type { Finding } from '../../domain/finding.js';
import { fullNameOf, type Repository } from '../../domain/repository.js';
import type { Series } from '../../domain/series.js';
import type { PermalinkOf } from '../../render/github/links.js';
import type { Code, WebAddresses } from './github-tools.js';

/** Finds the lines before the patch that the mirror has at the commit that was looked at: where a file's blob is that of the `index` line. */
export async function findPermalinks(
  findings: readonly Finding[],
  series: Series,
  {
    code: { tree, commit },
    repository,
    addresses,
  }: { readonly code: Code; readonly repository: Repository; readonly addresses: WebAddresses },
): Promise<PermalinkOf> {
  const paths = new Set<string>();
  if (tree !== undefined && commit !== undefined)
    for (const { patchNumber } of findings)
      for (const path of unstackedPaths(series, patchNumber)) {
        const blob = blobOf(series, path);
        const reading = blob === undefined ? undefined : await tree.readPath(commit, path);
        if (blob !== undefined && reading?.ok && reading.blob.id.startsWith(blob)) paths.add(path);
      }
  return ({ path, side, line }) =>
    side === 'old' && paths.has(path)
      ? `${addresses.github}/${fullNameOf(repository)}/blob/${commit}/${path.split('/').map(encodeURIComponent).join('/')}#L${line}`
      : undefined;
}

/** The files of a patch that no patch before it touches: only of these the mirror has the very code that it changes. */
function unstackedPaths(series: Series, patchNumber: number): readonly string[] {
  const earlier = series.patches.filter(({ number }) => number < patchNumber).flatMap(patch => patch.files.map(pathOf));
  const own = series.patches.find(({ number }) => number === patchNumber)?.files ?? [];
  return own.flatMap(({ oldPath }) => (oldPath === undefined || earlier.includes(oldPath) ? [] : [oldPath]));
}

function blobOf(series: Series, path: string): string | undefined {
  return series.patches.flatMap(patch => patch.files).find(file => file.oldPath === path)?.oldBlob;
}
