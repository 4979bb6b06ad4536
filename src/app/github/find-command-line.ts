import { limits } from '../../domain/limits.js';

/**
 * The first line of a comment that begins with `/faultline` and is meant so: one that is shown as code, in a fenced block, or not shown at
 * all, in an HTML comment as templates have them, is not (GitHub Flavored Markdown, 4.5 and 4.6). Undefined where there is none.
 */
export function findCommandLine(body: string): string | undefined {
  let isEnd: ((line: string) => boolean) | undefined;
  for (const line of body.slice(0, limits.commentCharsMax).split(/\r?\n/)) {
    const [, fence, info = ''] = /^ {0,3}(`{3,}|~{3,})(.*)/.exec(line) ?? [];
    if (isEnd !== undefined) {
      if (isEnd(line)) isEnd = undefined;
    } else if (fence !== undefined && !(fence.startsWith('`') && info.includes('`'))) isEnd = endsFence(fence);
    else if (/^ {0,3}<!--/.test(line)) isEnd = line.includes('-->') ? undefined : endsComment;
    else if (/^\/faultline(?:\s|$)/.test(line)) return line;
  }
  return undefined;
}

function endsFence(fence: string): (line: string) => boolean {
  return line => /^ {0,3}\S/.test(line) && line.trim().startsWith(fence) && new Set(line.trim()).size === 1;
}

function endsComment(line: string): boolean {
  return line.includes('-->');
}
