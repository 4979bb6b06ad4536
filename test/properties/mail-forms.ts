import { expandTabs, flow, quotePrintable, toBase64, toCrlf } from './mail-encodings.js';

/** One patch, to be written as a mail. The texts hold one byte a character. */
export interface PatchWords {
  readonly name: string;
  readonly baseCommit: string;
  readonly diff: string;
  /** The diff of another file, which turns no page faults off. */
  readonly otherDiff: string;
}

/** A way in which a patch arrives. */
export interface MailForm {
  readonly name: string;
  readonly write: (patch: PatchWords) => string;
  /** By how many lines the hunks stand above the place that they name. */
  readonly offset?: number | undefined;
  /** All mails are in one mbox, in some order; else each is a file. */
  readonly isMbox?: boolean | undefined;
  /** A recovered patch is known by its changes: of two cases with the same, one is told of. */
  readonly isQuotation?: boolean | undefined;
}

const eightBit = ['Content-Type: text/plain; charset=UTF-8', 'Content-Transfer-Encoding: 8bit'];
const quoted = ['Content-Type: text/plain; charset=UTF-8', 'Content-Transfer-Encoding: quoted-printable'];
const base64 = ['Content-Type: text/plain; charset=UTF-8', 'Content-Transfer-Encoding: base64'];
const flowed = ['Content-Type: text/plain; charset=UTF-8; format=flowed', 'Content-Transfer-Encoding: 8bit'];
const delSp = ['Content-Type: text/plain; charset=UTF-8; format=flowed; delsp=yes', 'Content-Transfer-Encoding: 8bit'];
const flowedQuoted = [`${flowed[0]}`, 'Content-Transfer-Encoding: quoted-printable'];

export const asSent: MailForm = { name: 'as sent', write: patch => write(patch) };

/** Everything that mail programs, lists and archives were seen to do to a patch and that loses nothing that matters. */
export const mailForms: readonly MailForm[] = [
  asSent,
  { name: 'CRLF', write: patch => toCrlf(write(patch)) },
  { name: 'quoted-printable', write: patch => write(patch, quoted, quotePrintable(body(patch))) },
  { name: 'quoted-printable, CRLF', write: patch => toCrlf(write(patch, quoted, quotePrintable(body(patch)))) },
  {
    name: 'quoted-printable, line ends too',
    write: patch => write(patch, quoted, quotePrintable(body(patch)).replaceAll(/(?<!=)\n/g, '=0D=0A=\n')),
  },
  { name: 'base64', write: patch => write(patch, base64, toBase64(body(patch))) },
  { name: 'base64 of CRLF', write: patch => write(patch, base64, toBase64(toCrlf(body(patch)))) },
  { name: 'format=flowed', write: patch => write(patch, flowed, flow(body(patch), false)) },
  { name: 'format=flowed, DelSp', write: patch => write(patch, delSp, flow(body(patch), true)) },
  {
    name: 'format=flowed, quoted-printable, CRLF',
    write: patch => toCrlf(write(patch, flowedQuoted, quotePrintable(flow(body(patch), false)))),
  },
  { name: 'attached', write: attach },
  { name: 'footer of a list', write: patch => `${write(patch)}\n${footer}` },
  {
    name: 'footer right below the diff',
    write: patch => write(patch, eightBit, `Convert.\n---\n${patch.diff}${footer}`),
  },
  {
    name: 'beside binary files and renames',
    write: patch => write({ ...patch, diff: pictures + patch.diff + modes }),
  },
  { name: 'before another file', write: patch => write({ ...patch, diff: patch.diff + patch.otherDiff }) },
  { name: 'behind another file', write: patch => write({ ...patch, diff: patch.otherDiff + patch.diff }) },
  {
    name: 'three lines off',
    write: patch => write({ ...patch, diff: shiftNumbers(patch.diff, 3) }),
    offset: 3,
  },
  {
    name: 'without the lines of git',
    write: patch => write({ ...patch, diff: patch.diff.replace(/^(?:diff --git|index) .*\n/gm, '') }),
  },
  {
    name: 'blanks at line ends stripped',
    write: patch => write({ ...patch, diff: patch.diff.replace(/[ \t]+$/gm, '') }),
  },
  {
    name: 'tabs turned to blanks',
    write: patch => write({ ...patch, diff: patch.diff.replace(/^[ +-].*$/gm, expandTabs) }),
  },
  { name: 'quoted in a reply', write: patch => quote(patch, text => text), isQuotation: true },
  {
    name: 'quoted with a remark inside',
    write: patch => quote(patch, text => text.replace(/(^> \+.*;\n)/m, '$1\nWhy not pagefault_disable() here?\n\n')),
    isQuotation: true,
  },
  { name: 'in one mbox', write: patch => write(patch), isMbox: true },
];

function write(patch: PatchWords, fields = eightBit, text = body(patch)): string {
  const head = [
    'From: Ada Writer <ada@example.com>',
    'Date: Mon, 5 Jan 2026 09:40:00 +0000',
    `Message-ID: <${idOf(patch)}>`,
    'To: list@example.org',
    `Subject: [PATCH] ${patch.name}`,
    'MIME-Version: 1.0',
    ...fields,
  ];
  return `${head.join('\n')}\n\n${text}`;
}

function idOf({ name }: PatchWords): string {
  return `${name.replaceAll('/', '.')}@example.com`;
}

function body({ baseCommit, diff }: PatchWords): string {
  const message = 'Use the local mapping.\n\nSigned-off-by: Ada Writer <ada@example.com>\n---\n 1 file changed\n\n';
  return `${message}${diff}\nbase-commit: ${baseCommit}\n-- \n2.39.2\n`;
}

function attach(patch: PatchWords): string {
  const attached = [
    'Content-Type: text/x-patch; charset=UTF-8; name="0001.patch"',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="0001.patch"',
  ];
  const text = `--b0\n${eightBit.join('\n')}\n\nPlease see the patch.\n--b0\n${attached.join('\n')}\n\n${toBase64(write(patch))}\n--b0--\n`;
  return write(patch, ['Content-Type: multipart/mixed; boundary="b0"'], text);
}

function quote(patch: PatchWords, answer: (quotation: string) => string): string {
  const head = [
    'From: Bo Reader <bo@example.org>',
    'Date: Tue, 6 Jan 2026 09:40:00 +0000',
    `Message-ID: <re.${idOf(patch)}>`,
    `In-Reply-To: <${idOf(patch)}>`,
    `Subject: Re: [PATCH] ${patch.name}`,
    ...eightBit,
  ];
  const quotation = body(patch).trimEnd().replace(/^/gm, '> ').replace(/^> $/gm, '>');
  const text = `On Mon, 5 Jan 2026 at 09:40, Ada Writer wrote:\n${answer(`${quotation}\n`)}\nLooks fine to me.\n\nBo\n`;
  return `${head.join('\n')}\n\n${text}`;
}

function shiftNumbers(diff: string, by: number): string {
  const shift = (_: string, old: string, count: string, now: string): string =>
    `@@ -${Number(old) + by}${count} +${Number(now) + by}`;
  return diff.replace(/^@@ -(\d+)((?:,\d+)?) \+(\d+)/gm, shift);
}

const footer =
  '_______________________________________________\nTea mailing list\ntea@lists.example.org\nhttps://lists.example.org/listinfo/tea\n';

const pictures = `diff --git a/Documentation/a.png b/Documentation/a.png
index 1234567890ab..ba0987654321 100644
GIT binary patch
literal 3
Kcmb=J0u=x

literal 3
Kcmb=J0u=x

diff --git a/old-name.h b/new-name.h
similarity index 100%
rename from old-name.h
rename to new-name.h
`;

const modes = `diff --git a/tool.sh b/tool.sh
old mode 100644
new mode 100755
diff --git a/b.bin b/b.bin
index 1234567890ab..ba0987654321 100644
Binary files a/b.bin and b/b.bin differ
`;
