import { expect, test } from '@jest/globals';
import type { DeliveryContent } from '../../../src/domain/delivery.js';
import type { ShownFinding } from '../../../src/domain/verdict.js';
import { planIssue } from '../../../src/reporters/github/plan-issue.js';
import { rules } from '../../../src/rules/registry.js';
import { dismissed, lostReview, shown, thread, verdictOf } from '../../render/github/make-verdict.js';

const { series, findings } = lostReview;
const [finding] = findings;
if (finding === undefined) throw new Error('nothing was found');
const repository = {
  id: 1,
  installationId: 5,
  owner: 'example',
  name: 'linux',
  defaultBranch: 'master',
  isArchived: false,
};

/** The issue as it is to stand where these findings are told. */
function issueOf(...told: readonly ShownFinding[]): Extract<DeliveryContent, { readonly kind: 'issue' }> {
  const [issue] = planIssue({
    repository,
    firstId: series.id,
    versions: [{ series, findings, notChecked: [], thread }],
    verdict: verdictOf(lostReview, { findings: told, notChecked: [], thread }),
    stage: { stage: 'under-review', reason: '', source: { kind: 'series', seriesId: series.id } },
    lists: [],
    rules,
    permalinkOf: () => undefined,
    withheld: undefined,
  });
  if (issue?.content.kind !== 'issue') throw new Error('no issue was planned');
  return issue.content;
}

test('an issue is open while a finding is, and closed for what became of all', () => {
  expect(issueOf(shown(finding))).toMatchObject({ isOpen: true, closedAs: undefined });
  const fixed = issueOf(shown(finding, { standing: { kind: 'fixed', where: 'v2' } }));
  expect(fixed).toMatchObject({ isOpen: false, closedAs: 'completed' });
  expect(fixed.body).toContain('**Closed.** What was found is gone in v2.');
  const refused = issueOf(shown(finding, { standing: dismissed }));
  expect(refused).toMatchObject({ isOpen: false, closedAs: 'not_planned' });
  expect(refused.body).toContain('**Closed.** All that was found was dismissed.');
});

test('where nothing is found any more, nobody is said to have dismissed it', () => {
  const withdrawn = issueOf();
  expect(withdrawn).toMatchObject({ isOpen: false, closedAs: 'not_planned' });
  expect(withdrawn.body).toContain('**Closed.** By the rules that apply now, nothing of what was told here is found.');
  expect(withdrawn.body).not.toContain('dismissed');
  expect(withdrawn.labels).toContain('state: withdrawn');
});
