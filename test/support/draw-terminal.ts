/** Colours by the number that follows `ESC [`, as picocolors writes them. */
const colors: Readonly<Record<string, string>> = {
  '31': '#f7768e',
  '32': '#9ece6a',
  '33': '#e0af68',
  '34': '#7aa2f7',
  '36': '#7dcfff',
};
const DIM = '#737aa2';
const CHARACTER_WIDTH = 7.83;
const LINE_HEIGHT = 18;
const PADDING = 16;
const FONT_SIZE = 13;

/** Draws text with colour codes as an SVG picture of a terminal. */
export function drawTerminal(text: string): string {
  const lines = text.trimEnd().split('\n');
  const columns = Math.max(...lines.map(line => plain(line).length));
  const width = Math.ceil(columns * CHARACTER_WIDTH + 2 * PADDING);
  const height = lines.length * LINE_HEIGHT + 2 * PADDING;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    '<title>What faultline review prints</title>',
    '<rect width="100%" height="100%" rx="8" fill="#1a1b26"/>',
    `<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="${FONT_SIZE}" fill="#c0caf5">`,
    ...lines.flatMap((line, index) => drawLine(line, PADDING + FONT_SIZE + index * LINE_HEIGHT)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function drawLine(line: string, y: number): readonly string[] {
  const length = plain(line).length;
  if (length === 0) return [];
  const textLength = (length * CHARACTER_WIDTH).toFixed(1);
  return [
    `<text x="${PADDING}" y="${y}" xml:space="preserve" textLength="${textLength}">${drawSpans(line).join('')}</text>`,
  ];
}

function drawSpans(line: string): readonly string[] {
  const style = { color: '', isBold: false };
  return line.split(/\x1b\[(\d+)m/).map((part, index) => {
    const isCode = index % 2 === 1;
    if (!isCode) return part === '' ? '' : drawSpan(part, style);
    if (part === '1') style.isBold = true;
    else if (part === '2') style.color = DIM;
    else if (part === '22') Object.assign(style, { isBold: false, color: style.color === DIM ? '' : style.color });
    else style.color = colors[part] ?? '';
    return '';
  });
}

function drawSpan(text: string, { color, isBold }: { color: string; isBold: boolean }): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const attributes = `${color && ` fill="${color}"`}${isBold ? ' font-weight="bold"' : ''}`;
  return attributes === '' ? escaped : `<tspan${attributes}>${escaped}</tspan>`;
}

function plain(line: string): string {
  return line.replaceAll(/\x1b\[\d+m/g, '');
}
