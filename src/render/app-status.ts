import type { AppStatus, FailedJob, RepositoryStatus } from '../domain/app-status.js';
import { safeLine } from './escape.js';
import { count } from './layout.js';
import type { Palette } from './palette.js';
import { describeMistake, describeOrigin } from './settings-words.js';

/** The part of `faultline status` about the GitHub App, a line each; nothing where there is none. */
export function appStatusLines(status: AppStatus, palette: Palette): readonly string[] {
  const { repositories, jobs, failedJobs, deliveries } = status;
  if (repositories.length === 0) return [];
  const work = jobs.waiting + jobs.running;
  const posts = deliveries.planned + deliveries.sending;
  const hidden = jobs.failed - failedJobs.length;
  return [
    '',
    ...repositories.flatMap(each => repositoryLines(each, palette)),
    '',
    `${count(work, 'job')} ${work === 1 ? 'waits' : 'wait'}, ${jobs.failed} failed`,
    ...failedJobs.map(job => `  ${jobWords(job)}`),
    ...(hidden > 0 ? [`  and ${hidden} more`] : []),
    `${count(posts, 'delivery', 'deliveries')} ${posts === 1 ? 'waits' : 'wait'}, ${deliveries.failed} failed, ${deliveries.withheld} withheld, ${deliveries.sent} on GitHub: faultline deliveries lists them`,
  ];
}

function repositoryLines(
  { name, isArchived, trouble, origin, mistakes }: RepositoryStatus,
  palette: Palette,
): string[] {
  const owner = name.slice(0, name.indexOf('/'));
  const settings = origin === undefined ? 'not looked at yet' : describeOrigin({ origin, mistakes }, owner);
  const warn = (words: string): string => `  ${palette.severity.warning('trouble')} ${safeLine(words)}`;
  return [
    `${palette.strong(safeLine(name))}  ${safeLine(settings)}`,
    ...(isArchived ? [warn('it is archived: nothing is done there')] : []),
    ...(trouble === undefined ? [] : [warn(`nothing is done there: ${trouble}`)]),
    ...mistakes.map(mistake => warn(describeMistake(mistake))),
  ];
}

function jobWords({ kind, subject, repository, trouble }: FailedJob): string {
  const what = [kind, subject, repository === undefined ? '' : `of ${repository}`]
    .filter(word => word !== '')
    .join(' ');
  return safeLine(trouble === undefined ? what : `${what}: ${trouble}`);
}
