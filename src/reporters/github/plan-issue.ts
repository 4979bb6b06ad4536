import type { DeliveryPlan } from '../../domain/delivery.js';
import type { Finding } from '../../domain/finding.js';
import type { Repository } from '../../domain/repository.js';
import type { NotChecked } from '../../domain/review.js';
import type { RuleDoc } from '../../domain/rule.js';
import type { Series } from '../../domain/series.js';
import type { StageVerdict } from '../../domain/triage.js';
import type { ThreadLink, Verdict } from '../../domain/verdict.js';
import type { Closing } from '../../render/github/closing.js';
import { openFindings } from '../../render/github/conclusion.js';
import { renderIssue } from '../../render/github/issue.js';
import { renderIssueNews } from '../../render/github/issue-news.js';
import type { PermalinkOf } from '../../render/github/links.js';
import { deliveryKeys } from './delivery-keys.js';

/** What is open in one version of a series, whatever people said of it. */
export interface VersionReport {
  readonly series: Series;
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
  readonly thread: ThreadLink;
}

export interface IssueReport {
  readonly repository: Repository;
  /** The series for which the issue was opened, one of the versions. */
  readonly firstId: string;
  /** The oldest first. */
  readonly versions: readonly VersionReport[];
  /** Of the latest version. */
  readonly verdict: Verdict;
  readonly stage: StageVerdict;
  readonly lists: readonly string[];
  readonly rules: readonly RuleDoc[];
  readonly permalinkOf: PermalinkOf;
  /** Why nothing is posted; undefined where it is. */
  readonly withheld: string | undefined;
}

/** Plans the issue about a series, and a comment for each later version whose verdict is another one than that of the version before. */
export function planIssue(report: IssueReport): readonly DeliveryPlan[] {
  const { repository, firstId, verdict, versions, stage, lists, rules, permalinkOf, withheld } = report;
  const closing = findClosing(verdict, stage);
  const key = deliveryKeys.issue(repository.id, firstId);
  const plan = { repositoryId: repository.id, subject: `series ${firstId}`, withheld };
  const links = versions.map(({ series, thread }) => ({ version: series.version, url: thread.url }));
  const issue = renderIssue(verdict, { rules, lists, stage: stage.stage, versions: links, permalinkOf, closing });
  return [
    {
      ...plan,
      key,
      content: { kind: 'issue', ...issue, isOpen: closing === undefined, closedAs: closing && closedAs(closing) },
    },
    ...planNews(report).map(({ seriesId, body }): DeliveryPlan => {
      const content = { kind: 'issue-comment' as const, body };
      return { ...plan, key: deliveryKeys.issueNews(repository.id, seriesId), parent: key, content };
    }),
  ];
}

/** Undefined while something is open. */
function findClosing(verdict: Verdict, { stage, source }: StageVerdict): Closing | undefined {
  if (openFindings(verdict).length > 0) return undefined;
  if (stage === 'applied' && source.kind === 'commit') return { kind: 'applied', commit: source.commitId };
  const gone = verdict.findings.flatMap(({ standing }) => (standing.kind === 'fixed' ? [standing.where] : []));
  const where = gone.at(-1);
  if (where !== undefined) return { kind: 'fixed', where };
  return { kind: verdict.findings.length > 0 ? 'dismissed' : 'withdrawn' };
}

function closedAs({ kind }: Closing): 'completed' | 'not_planned' {
  return kind === 'dismissed' || kind === 'withdrawn' ? 'not_planned' : 'completed';
}

/** What changed from version to version since the issue was opened, in what was found alone: what people say of it changes no old comment. */
function planNews({ firstId, versions }: IssueReport): readonly { readonly seriesId: string; readonly body: string }[] {
  const first = versions.findIndex(({ series }) => series.id === firstId);
  return versions.flatMap((after, index) => {
    const before = versions[index - 1];
    if (before === undefined || first < 0 || index <= first) return [];
    const body = renderIssueNews(openVerdict(before), openVerdict(after));
    return body === undefined ? [] : [{ seriesId: after.series.id, body }];
  });
}

function openVerdict({ series, findings, notChecked, thread }: VersionReport): Verdict {
  return { series, notChecked, thread, findings: findings.map(finding => ({ finding, standing: { kind: 'open' } })) };
}
