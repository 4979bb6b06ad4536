import { limits } from '../../domain/limits.js';
import type { SettingsMistake } from '../../domain/mirror-settings.js';
import { codeInCell, markdownText } from '../escape-markdown.js';
import { count, cutTo } from '../layout.js';
import type { CheckText } from './check.js';
import { fitBlocks } from './fit-blocks.js';
import { plainText } from './plain-text.js';
import { takeLines } from './take-lines.js';

/** Who has more of them has not written a configuration file. */
const room = { linesMax: 50, charsMax: 40_000 };
const wordsColumnsMax = 300;

/** The check run on the commit that brought mistakes in a configuration file; at least one. */
export function renderSettingsMistakes(mistakes: readonly SettingsMistake[]): CheckText {
  const files = [...new Set(mistakes.map(({ file }) => file))];
  const shown = mistakes.slice(0, room.linesMax);
  const { kept } = takeLines(shown.map(row), room);
  const more = mistakes.length - kept.length;
  const table = ['| line | at | found | expected |', '|---|---|---|---|', ...kept].join('\n');
  return {
    title: plainText(`${count(mistakes.length, 'mistake')} in ${files.join(', ')}`, limits.githubTitleCharsMax),
    summary: fitBlocks({
      head: ['Faultline does not follow the file until it is mended.'],
      items: [table, more === 0 ? '' : `and ${count(more, 'more mistake')}`],
      leftOut: () => 'The mistakes are shown on their lines.',
    }),
    text: '',
    annotations: shown.map(({ file, line, path, found, expected }) => ({
      path: file,
      line,
      level: 'warning',
      title: plainText(path, limits.githubTitleCharsMax) || file,
      message: plainText(`found ${found}, expected ${expected}`, limits.annotationCharsMax),
    })),
  };
}

function row({ line, path, found, expected }: SettingsMistake): string {
  const cells = [
    `${line}`,
    codeInCell(cutTo(path, wordsColumnsMax)),
    markdownText(cutTo(found, wordsColumnsMax)),
    markdownText(cutTo(expected, wordsColumnsMax)),
  ];
  return `| ${cells.join(' | ')} |`;
}
