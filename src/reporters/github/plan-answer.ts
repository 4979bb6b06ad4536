import type { DeliveryPlan } from '../../domain/delivery.js';
import type { Repository } from '../../domain/repository.js';
import { renderCommandMistake } from '../../render/github/answers.js';
import { deliveryKeys } from './delivery-keys.js';
import type { CommentName } from './read-comment.js';

/** What came of a command that was given in a comment. */
export interface CommandOutcome {
  readonly repository: Repository;
  /** Of the issue or pull request. */
  readonly number: number;
  readonly comment: CommentName;
  readonly isDone: boolean;
  /** Markdown; undefined where the reaction says enough. */
  readonly answer?: string | undefined;
}

/** Plans the reaction to a command, and the answer. A person who may has asked for them: no configuration withholds them. */
export function planAnswer({
  repository,
  number,
  comment: { on, id },
  isDone,
  answer,
}: CommandOutcome): readonly DeliveryPlan[] {
  const plan = {
    repositoryId: repository.id,
    subject: `command in ${on === 'pull' ? 'pull request' : 'issue'} ${number}`,
  };
  const name = `${on}:${id}`;
  const reaction: DeliveryPlan = {
    ...plan,
    key: deliveryKeys.reaction(repository.id, name),
    content: { kind: 'reaction', commentId: id, on, reaction: isDone ? '+1' : 'confused' },
  };
  if (answer === undefined) return [reaction];
  return [
    reaction,
    {
      ...plan,
      key: deliveryKeys.answer(repository.id, name),
      content: { kind: 'issue-comment', number, body: answer },
    },
  ];
}

/**
 * Plans the answer to somebody who may not give commands: one in a conversation, whoever calls how often, and no reaction. Anybody can write
 * comments, and what is posted for them counts for the caps of the mirror. `withheld`: as in DeliveryPlan.
 */
export function planRefusal(
  repository: Repository,
  number: number,
  withheld: string | undefined,
): readonly DeliveryPlan[] {
  return [
    {
      key: deliveryKeys.refusal(repository.id, number),
      repositoryId: repository.id,
      subject: `commands in ${number}`,
      content: { kind: 'issue-comment', number, body: renderCommandMistake({ kind: 'no-permission' }) },
      withheld,
    },
  ];
}
