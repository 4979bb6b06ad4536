import type { Finding, Location } from '../domain/finding.js';
import type { Problem } from '../domain/problem.js';
import type { Remedy } from '../domain/remedy.js';
import type { NotChecked, Review, ReviewRun } from '../domain/review.js';
import type { RuleDoc } from '../domain/rule.js';
import { fileAt, newLineOf } from './code-frame.js';
import { safeJson, safeLine } from './escape.js';
import { problemsOf } from './problems.js';
import { renderRuleMarkdown } from './rule-markdown.js';
import { renderRule } from './rule-text.js';

type Json = Record<string, unknown>;

/** A run as one SARIF 2.1.0 log (OASIS standard, with the fields of contract.md), by this version of Faultline; ends with a line end. */
export function renderSarif(run: ReviewRun, rules: readonly RuleDoc[], version?: string): string {
  const ruleIndexes = new Map(rules.map((rule, index) => [rule.id, index]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Faultline', version, rules: rules.map(ruleObject) } },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notificationsOf(run) }],
        results: run.reviews.flatMap(review => resultsOf(review, ruleIndexes)),
      },
    ],
  };
  return `${safeJson(log, 2)}\n`;
}

function ruleObject(rule: RuleDoc): Json {
  return {
    id: rule.id,
    shortDescription: { text: rule.summary },
    fullDescription: { text: rule.why },
    help: { text: renderRule(rule), markdown: renderRuleMarkdown(rule) },
    defaultConfiguration: { enabled: rule.stage !== 'off', level: rule.severity.file },
    properties: { stage: rule.stage },
  };
}

function resultsOf(review: Review, ruleIndexes: ReadonlyMap<string, number>): readonly Json[] {
  return [
    ...review.findings.map(finding => resultObject(review, finding, ruleIndexes)),
    ...review.withheld.map(({ finding, reason }) => ({
      ...resultObject(review, finding, ruleIndexes),
      suppressions: [{ kind: 'external', status: 'accepted', justification: safeLine(reason) }],
    })),
  ];
}

function resultObject(review: Review, finding: Finding, ruleIndexes: ReadonlyMap<string, number>): Json {
  return {
    ruleId: finding.ruleId,
    ruleIndex: ruleIndexes.get(finding.ruleId),
    level: finding.severity,
    message: { text: messageText(finding.what) },
    locations: [resultLocation(review, finding)],
    relatedLocations: finding.proof.map((step, index) => ({
      id: index + 1,
      message: { text: messageText(step.words) },
      ...locationObject(step.location),
    })),
    fixes: finding.remedy === undefined ? undefined : [fixObject(finding.remedy)],
    partialFingerprints: { 'faultline/v1': finding.fingerprint },
    properties: {
      messageId: finding.messageId,
      patchNumber: finding.patchNumber,
      confidence: finding.confidence,
      evidence: finding.evidence,
      stage: finding.stage,
      closedBy: finding.closedBy,
    },
  };
}

/** Replacements of whole lines: a region that ends before the first column of a line ends with the line above (3.30). */
function fixObject({ path, words, edits }: Remedy): Json {
  return {
    description: { text: messageText(words) },
    artifactChanges: [
      {
        artifactLocation: { uri: uriOf(path) },
        replacements: edits.map(({ firstLine, lastLine, lines }) => ({
          deletedRegion: { startLine: firstLine, startColumn: 1, endLine: lastLine + 1, endColumn: 1 },
          insertedContent: { text: lines.map(line => `${line}\n`).join('') },
        })),
      },
    ],
  };
}

/** A result stands in the new file: for a removed line, at what stands in its place there. */
function resultLocation({ series }: Review, { location, messageId }: Finding): Json {
  if (location.side === 'new') {
    return locationObject(location);
  }
  const { path, line, text } = location;
  const patch = series.patches.find(each => each.messageId === messageId);
  const startLine = newLineOf(fileAt(patch?.files ?? [], path)?.hunks ?? [], location);
  return {
    ...locationObject(location, { startLine }),
    properties: { side: 'old', oldLine: line, oldText: text },
  };
}

function locationObject(location: Location, region: Json = regionObject(location)): Json {
  const name = location.functionName;
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(location.path) }, region },
    logicalLocations: name === undefined ? undefined : [{ name, kind: 'function' }],
    properties: { side: location.side },
  };
}

function regionObject({ line, text }: Location): Json {
  return { startLine: line, snippet: { text } };
}

/** What could not be read or was not looked at, so that a log without results is not taken for more than it says. */
function notificationsOf(run: ReviewRun): readonly Json[] {
  return [
    ...run.reviews.flatMap(review => [
      ...problemsOf(review).map(problemNotification),
      ...review.notChecked.map(item => notCheckedNotification(review, item)),
    ]),
    ...run.problems.map(problemNotification),
  ];
}

function problemNotification(problem: Problem): Json {
  return {
    descriptor: { id: problem.code },
    level: 'warning',
    message: { text: messageText(problem.detail) },
    // A path that leaves the tree is told in words; as a URI some reader might follow it.
    locations: problem.code === 'path-unsafe' ? undefined : fileLocations(problem.path),
    properties: { where: problem.where, messageId: problem.messageId, mailLine: problem.mailLine },
  };
}

function notCheckedNotification(review: Review, item: NotChecked): Json {
  const patch = review.series.patches.find(each => each.number === item.patch);
  return {
    descriptor: { id: 'not-checked' },
    level: 'note',
    message: { text: messageText(item.reason) },
    locations: fileLocations(item.path),
    properties: { seriesId: review.series.id, patchNumber: item.patch, messageId: patch?.messageId },
  };
}

function fileLocations(path: string | undefined): readonly Json[] | undefined {
  return path === undefined ? undefined : [{ physicalLocation: { artifactLocation: { uri: uriOf(path) } } }];
}

/** The path as a relative URI reference (RFC 3986): every character outside the unreserved ones percent-encoded. */
function uriOf(path: string): string {
  return path
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}

/** Plain text: `[words](address)` would be a link to a reader of SARIF (3.11.6), so its brackets are escaped. */
function messageText(text: string): string {
  const line = safeLine(text);
  return line.includes('](') ? line.replace(/[\\[\]]/g, '\\$&') : line;
}
