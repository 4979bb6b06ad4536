import type { Screen } from '../domain/screen.js';
import { renderEmail } from '../render/email.js';
import { renderJson } from '../render/json.js';
import { renderMarkdown } from '../render/markdown.js';
import { renderSarif } from '../render/sarif.js';
import { renderTerminal } from '../render/terminal.js';
import type { ReviewFormat } from './review-formats.js';
import type { ReviewedMails } from './review-mails.js';

/** A run as text of one form; SARIF names the version of Faultline, where it is given. */
export function renderRun(
  { run, context }: ReviewedMails,
  format: ReviewFormat,
  screen: Screen,
  version?: string,
): string {
  switch (format) {
    case 'terminal':
      return renderTerminal(run, { ...context, ...screen });
    case 'json':
      return renderJson(run);
    case 'sarif':
      return renderSarif(run, context.rules, version);
    case 'markdown':
      return renderMarkdown(run, context);
    case 'email':
      return renderEmail(run, context);
  }
}
