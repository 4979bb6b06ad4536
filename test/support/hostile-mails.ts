import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runGit } from './git.js';
import { writeFileBelow } from './write-file-below.js';

/** What the command line is given. */
export interface HostileRequest {
  readonly paths: readonly string[];
  readonly mirror?: string;
}

/** An input that a stranger could send, as a function of its size; written below a directory. */
export interface HostileInput {
  readonly name: string;
  /** The size that the command line has to bear, in whatever the input counts. */
  readonly fullSize: number;
  /** Large enough to cross the same bounds, small enough for a test. */
  readonly testSize: number;
  write(directory: string, size: number): HostileRequest;
}

export const hostileInputs: readonly HostileInput[] = [
  single('a mail of so many bytes', 50_000_000, 26_000_000, size => patchMail(`${'x'.repeat(79)}\n`.repeat(size / 80))),
  single('a mail of so many parts', 1_000, 300, manyParts),
  single('parts nested so deep', 1_000, 300, nestedParts),
  single('mails forwarded in mails so deep', 1_000, 200, nestedMails),
  single('so many references', 100_000, 5_000, size =>
    patchMail('', `References: ${Array.from({ length: size }, (_, index) => `<r${index}@example.com>`).join('\n ')}\n`),
  ),
  single('a body line of so many bytes', 5_000_000, 200_000, size => patchMail(`${'y '.repeat(size / 2)}\n`)),
  single('a quoted line of so many marks', 5_000_000, 200_000, size => patchMail(`${'>'.repeat(size)} x\n`)),
  single('a diff line of so many bytes', 5_000_000, 200_000, size =>
    patchMail('', '', hunk([` ${'('.repeat(size)}`, '-\tkmap_atomic(page);', '+\tkmap_local_page(page);'])),
  ),
  single('a subject of so many bytes', 5_000_000, 200_000, size =>
    mailOf(`Subject: [PATCH] ${'=?utf-8?q?a?= '.repeat(size / 14)}`, 'text\n'),
  ),
  single('a hunk that claims so many lines', 10_000_000, 10_000_000, size =>
    patchMail('', '', `${fileHeader('a.c')}@@ -1,${size} +1,${size} @@\n context\n-old\n+new\n`),
  ),
  single('a series that announces so many patches', 100_000, 100_000, size =>
    mailOf(`Subject: [PATCH 1/${size}] t`, hunk([])),
  ),
  single('so many files in one patch', 100_000, 11_000, size =>
    patchMail('', '', Array.from({ length: size }, (_, index) => hunk(['-a', '+b'], `f${index}.c`)).join('')),
  ),
  single('so many hunks in one file', 50_000, 3_000, manyHunks),
  single('so many lines of NUL bytes', 100_000, 1_000, size => patchMail('\0\0\0\0\n'.repeat(size), 'X-Nul: \0\n')),
  single('a patch whose lines are all alike, and a reply that quotes them', 40_000, 2_000, alikeLines),
  single('a thread so deep', 20_000, 500, deepThread),
  single('so many mails that refer to each other in a circle', 5_000, 200, circle),
  single('so many opening braces in a hunk', 100_000, 5_000, size =>
    patchMail('', '', hunk(['-int f(void)', '+int g(void)', ...Array.from({ length: size }, () => '+{')])),
  ),
  gzipped('a gzip that grows to so many bytes', 1_000_000_000, 60_000_000),
  // Past some 240 of them the budget for remedies is at its end: that takes three seconds, and is left to the full size.
  single('so many functions that lose their disable', 2_000, 100, size =>
    patchMail('', '', hunk(Array.from({ length: size }, (_, index) => losingFunction(index)).flat())),
  ),
  mirrored('a file of so many lines', 200_000, 20_000, size => `${kernelFunction}${'int x;\n'.repeat(size)}`),
  mirrored('braces nested so deep', 100_000, 5_000, size => wrapped('{'.repeat(size), '}'.repeat(size))),
  mirrored('parentheses nested so deep', 100_000, 5_000, size =>
    wrapped(`x = ${'('.repeat(size)}1`, `${')'.repeat(size)};`),
  ),
  mirrored('ifs nested so deep', 100_000, 5_000, size => wrapped('if (a) '.repeat(size), ';')),
  mirrored('so many elses', 100_000, 5_000, size => wrapped('if (a) b(); else '.repeat(size), ';')),
  mirrored('so many branches one after the other', 20_000, 2_000, size =>
    wrapped('if (a) b(page);\n'.repeat(size), ''),
  ),
  mirrored('so many mappings one after the other', 5_000, 500, size =>
    wrapped('p = kmap_atomic(q);\n'.repeat(size), ''),
  ),
  mirrored('so many labels and gotos', 10_000, 1_000, gotos),
  mirrored('so many open conditionals of the preprocessor', 50_000, 2_000, size =>
    wrapped('#if A\nx();\n'.repeat(size), ''),
  ),
  mirrored('a string that is never closed, so long', 5_000_000, 200_000, size => wrapped(`"${'a'.repeat(size)}`, '')),
  mirrored(
    'so many functions',
    50_000,
    2_000,
    size =>
      `${kernelFunction}${Array.from({ length: size }, (_, index) => `int f${index}(void)\n{\n\treturn f${index + 1}();\n}\n`).join('')}`,
  ),
];

const kernelFunction = `int touched(struct page *page, char __user *buf)
{
	char *p = kmap_atomic(page);
	int left = copy_to_user(buf, p, 10);

	kunmap_atomic(p);
	return left;
}
`;

function wrapped(before: string, after: string): string {
  return kernelFunction.replace('\tkunmap_atomic', `\t${before}${after}\n\tkunmap_atomic`);
}

function gotos(size: number): string {
  const labels = Array.from({ length: size }, (_, index) => `l${index}: if (a) goto l${(index * 7_919) % size};\n`);
  return wrapped(labels.join(''), '');
}

/** A header of its own and a body. */
export function mailOf(header: string, body: string): string {
  const id = `Message-ID: <hostile@example.com>\n`;
  return `From: A <a@example.com>\n${/^message-id:/im.test(header) ? '' : id}Date: Tue, 7 May 2024 14:05:51 +0100\n${header}\n\n${body}`;
}

function patchMail(text: string, header = '', diff = hunk(['-old', '+new'])): string {
  return mailOf(`${header}Subject: [PATCH] hostile`, `${text}---\n${diff}`);
}

function fileHeader(path: string): string {
  return `diff --git a/${path} b/${path}\nindex 1111111..2222222 100644\n--- a/${path}\n+++ b/${path}\n`;
}

/** A file's diff with one hunk of these lines, its counts right. */
export function hunk(lines: readonly string[], path = 'a.c'): string {
  const old = lines.filter(line => !line.startsWith('+')).length;
  const added = lines.filter(line => !line.startsWith('-')).length;
  return `${fileHeader(path)}@@ -1,${old} +1,${added} @@\n${lines.map(line => `${line}\n`).join('')}`;
}

function single(name: string, fullSize: number, testSize: number, make: (size: number) => string): HostileInput {
  const write = (directory: string, size: number) => ({ paths: [writeFileBelow(directory, 'input', make(size))] });
  return { name, fullSize, testSize, write };
}

function gzipped(name: string, fullSize: number, testSize: number): HostileInput {
  const write = (directory: string, size: number) => {
    const megabyte = gzipSync(Buffer.alloc(1_000_000, 'x\n'));
    const members = Array.from({ length: size / 1_000_000 }, () => megabyte);
    return { paths: [writeFileBelow(directory, 'input', Buffer.concat([gzipSync(patchMail('')), ...members]))] };
  };
  return { name, fullSize, testSize, write };
}

/** A C file in a mirror, and a patch that converts its first function. */
function mirrored(name: string, fullSize: number, testSize: number, makeFile: (size: number) => string): HostileInput {
  const write = (directory: string, size: number) => {
    const mirror = join(directory, 'mirror');
    execFileSync('git', ['init', '-q', mirror]);
    writeFileBelow(mirror, 'a.c', makeFile(size));
    runGit(mirror, ['add', 'a.c']);
    const blob = runGit(mirror, ['rev-parse', ':a.c']).trim();
    const lines = kernelFunction
      .split('\n')
      .slice(0, 4)
      .map(line => ` ${line}`);
    const changed = [
      ...lines.slice(0, 2),
      `-${lines[2]?.slice(1)}`,
      '+\tchar *p = kmap_local_page(page);',
      ...lines.slice(3),
    ];
    const diff = hunk(changed).replace('index 1111111..2222222', `index ${blob.slice(0, 12)}..222222222222`);
    return { paths: [writeFileBelow(directory, 'input', patchMail('', '', diff))], mirror };
  };
  return { name, fullSize, testSize, write };
}

function manyParts(size: number): string {
  const part = `--b\nContent-Type: text/x-patch\n\n${hunk(['-old', '+new'])}\n`;
  return mailOf('Subject: [PATCH] parts\nContent-Type: multipart/mixed; boundary=b', `${part.repeat(size)}--b--\n`);
}

function nestedParts(size: number): string {
  const open = Array.from(
    { length: size },
    (_, index) => `--b${index}\nContent-Type: multipart/mixed; boundary=b${index + 1}\n\n`,
  );
  return mailOf('Subject: [PATCH] nested\nContent-Type: multipart/mixed; boundary=b0', open.join(''));
}

function nestedMails(size: number): string {
  return mailOf(
    'Subject: [PATCH] forwarded\nContent-Type: message/rfc822',
    'Content-Type: message/rfc822\n\n'.repeat(size),
  );
}

function losingFunction(index: number): string[] {
  return [
    ` int f${index}(void *u, struct page *g)`,
    ' {',
    '-\tvoid *p = kmap_atomic(g);',
    '+\tvoid *p = kmap_local_page(g);',
    ' \tcopy_from_user(p, u, 1);',
    '-\tkunmap_atomic(p);',
    '+\tkunmap_local(p);',
    ' }',
  ];
}

function manyHunks(size: number): string {
  const hunks = Array.from(
    { length: size },
    (_, index) => `@@ -${index * 10 + 1} +${index * 10 + 1} @@ int f(void)\n-old\n+new\n`,
  );
  return patchMail('', '', `${fileHeader('a.c')}${hunks.join('')}`);
}

const envelope = 'From mboxrd@z Thu Jan  1 00:00:00 1970\n';

function alikeLines(size: number): string {
  const lines = Array.from({ length: size }, () => '+\tx();');
  const reply = hunk(lines)
    .replace(/^/gm, '> ')
    .replaceAll(/(?:> \+\tx\(\);\n){100}/g, '$&\nWhy this?\n\n');
  const header = 'Subject: Re: [PATCH] hostile\nMessage-ID: <reply@example.com>\nIn-Reply-To: <hostile@example.com>';
  return `${envelope}${patchMail('', '', hunk(lines))}\n${envelope}${mailOf(header, reply)}`;
}

function deepThread(size: number): string {
  const reply = (index: number) =>
    `${envelope}${mailOf(`Subject: Re: [PATCH] t\nMessage-ID: <m${index + 1}@x>\nIn-Reply-To: <m${index}@x>`, `> quoted\n\nRemark ${index}.\n`)}\n`;
  return Array.from({ length: size }, (_, index) => reply(index)).join('');
}

function circle(size: number): string {
  const mail = (index: number) =>
    `${envelope}${mailOf(`Subject: [PATCH ${index + 1}/${size}] t\nMessage-ID: <c${index}@x>\nIn-Reply-To: <c${(index + 1) % size}@x>`, hunk(['-a', '+b']))}\n`;
  return Array.from({ length: size }, (_, index) => mail(index)).join('');
}
