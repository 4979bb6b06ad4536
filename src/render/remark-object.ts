import type { Remark } from '../domain/remark.js';

/** A remark as `replies` and `review --format json` print it: contract.md, field by field, in this order. */
export function remarkObject(remark: Remark): Record<string, unknown> {
  return {
    messageId: remark.messageId,
    patchMessageId: remark.patchMessageId,
    kind: remark.kind,
    comment: remark.comment,
    state: remark.state,
    path: remark.path,
    side: remark.side,
    line: remark.line,
    quotedLine: remark.quotedLine,
    quotedFrom: remark.quotedFrom,
  };
}
