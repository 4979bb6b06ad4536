import { shortIdOf } from '../../domain/finding.js';
import type { JobOrder } from '../../domain/job.js';
import type { Repository } from '../../domain/repository.js';
import {
  type CommandMistake,
  renderCommandMistake,
  renderExplanation,
  renderHelp,
} from '../../render/github/answers.js';
import { planAnswer, planRefusal } from '../../reporters/github/plan-answer.js';
import { type GitHubComment, readComment } from '../../reporters/github/read-comment.js';
import { readPull } from '../../reporters/github/read-pull.js';
import { readPermission } from '../../reporters/github/read-repository.js';
import { rules } from '../../rules/registry.js';
import { planDeliveries } from '../../store/github/deliveries.js';
import { keepDismissal } from '../../store/github/dismissals.js';
import { orderJobs } from '../../store/github/jobs.js';
import { findSubjectsWith, findVerdict, type KeptSubject } from '../../store/github/verdicts.js';
import type { Database } from '../../store/open-database.js';
import { closestName } from '../closest-name.js';
import { readExample } from '../rule-example.js';
import type { GitHubTools } from './github-tools.js';
import { readVerdict } from './kept-verdict.js';
import { findSubject, orderNumber, orderSubject } from './order-subject.js';
import { type Command, parseCommand } from './parse-command.js';
import { findWithheldAll } from './withheld.js';

/** What came of a command. */
interface Outcome {
  readonly isDone: boolean;
  /** Markdown for who gave it, where there is something to say. */
  readonly answer?: string | undefined;
}

interface Request {
  readonly repository: Repository;
  /** Of the issue or pull request. */
  readonly number: number;
  readonly comment: GitHubComment;
  readonly tools: GitHubTools;
}

/** Does what a person asked for in a comment, and says so. Done twice it comes to the same. */
export async function answerCommand(repository: Repository, { subject }: JobOrder, tools: GitHubTools): Promise<void> {
  const [kind, numberText, commentId] = subject.split(' ');
  const name = { on: kind === 'pull' ? ('pull' as const) : ('issue' as const), id: Number(commentId) };
  const number = Number(numberText);
  const client = await tools.clientOf(repository);
  const comment = await readComment(client, repository, name);
  if (comment === undefined || comment.isBot) return;
  const parsed = parseCommand(comment.body);
  if (parsed === undefined) return;
  const permission = await readPermission(client, repository, comment.authorLogin);
  const mayAsk = permission === 'admin' || permission === 'write';
  const plans = mayAsk
    ? planAnswer({
        repository,
        number,
        comment: name,
        ...(await answer(parsed, { repository, number, comment, tools })),
      })
    : planRefusal(repository, number, findWithheldAll(await tools.settings.of(repository)));
  await planDeliveries(tools.db, plans, tools.now());
}

async function answer(parsed: Exclude<ReturnType<typeof parseCommand>, undefined>, request: Request): Promise<Outcome> {
  if ('mistake' in parsed) return refuse(parsed.mistake);
  const { command } = parsed;
  switch (command.kind) {
    case 'help':
      return { isDone: true, answer: renderHelp() };
    case 'explain':
      return explain(command.ruleId);
    case 'recheck':
      return recheck(request);
    case 'dismiss':
    case 'reopen':
      return dismiss(command, request);
  }
}

function refuse(mistake: CommandMistake): Outcome {
  return { isDone: false, answer: renderCommandMistake(mistake) };
}

async function explain(ruleId: string): Promise<Outcome> {
  const rule = rules.find(each => each.id === ruleId);
  if (rule) return { isDone: true, answer: renderExplanation(rule, await readExample(rule)) };
  const names = rules.map(each => each.id);
  return refuse({ kind: 'unknown-rule', asked: ruleId, nearest: closestName(ruleId, names) });
}

async function recheck({ repository, number, tools }: Request): Promise<Outcome> {
  const known = await orderNumber(tools.db, repository, number);
  const orders = known.length > 0 ? known : await orderUnchecked(repository, number, tools);
  if (orders.length === 0) return refuse({ kind: 'nothing-here' });
  await orderJobs(
    tools.db,
    orders.map(order => ({ ...order, isForced: true })),
    tools.now(),
  );
  return { isDone: true };
}

/** Of a pull request for which the check never came, it is asked most of all. */
async function orderUnchecked(
  repository: Repository,
  number: number,
  { clientOf }: GitHubTools,
): Promise<readonly JobOrder[]> {
  const pull = await readPull(await clientOf(repository), repository, number);
  return pull === undefined ? [] : [{ kind: 'pull', repositoryId: repository.id, subject: String(number) }];
}

async function dismiss(
  command: Extract<Command, { readonly kind: 'dismiss' | 'reopen' }>,
  { repository, number, comment, tools }: Request,
): Promise<Outcome> {
  const { db } = tools;
  const subjects = await findSubjectsWith(db, repository.id, command.finding);
  const fingerprints = [...new Set(subjects.flatMap(subject => fingerprintsOf(subject, command.finding)))];
  const [fingerprint, other] = fingerprints;
  if (fingerprint === undefined) {
    const nearest = closestName(command.finding, await listShortIds(db, repository, number));
    return refuse({ kind: 'unknown-finding', asked: command.finding, nearest });
  }
  if (other !== undefined) return refuse({ kind: 'ambiguous-finding', asked: command.finding });
  const reason = command.kind === 'dismiss' ? command.reason : '';
  const word = { fingerprint, by: comment.authorLogin, reason, at: comment.createdAt };
  await keepDismissal(db, repository.id, word, command.kind === 'dismiss');
  for (const { subject } of subjects) await orderJobs(db, await orderSubject(db, repository, subject), tools.now());
  return { isDone: true };
}

/** Of the findings that are told where the command was given. */
async function listShortIds(db: Database, repository: Repository, number: number): Promise<readonly string[]> {
  const subject = await findSubject(db, repository, number);
  const kept = subject === undefined ? undefined : await findVerdict(db, repository.id, subject);
  return kept === undefined ? [] : readVerdict(kept.verdict).findings.map(({ finding }) => shortIdOf(finding));
}

function fingerprintsOf({ verdict }: KeptSubject, prefix: string): readonly string[] {
  return readVerdict(verdict)
    .findings.map(({ finding }) => finding.fingerprint)
    .filter(fingerprint => fingerprint.startsWith(prefix));
}
