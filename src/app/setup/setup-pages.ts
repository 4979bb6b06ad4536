import type { AppManifest } from './app-manifest.js';
import type { AppCredentials } from './exchange-code.js';

/** The one style of the pages, which they hold themselves: nothing is loaded from elsewhere. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --back: #fff; --panel: #f6f8fa; --accent: #1f6f43; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9198a1; --line: #3d444d; --back: #0d1117; --panel: #151b23; --accent: #238150; }
}
body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .5rem 0 1rem; }
.soft { color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem; margin: 1.5rem 0; padding: 1rem 1.25rem;
  background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
code { font: .9em ui-monospace, monospace; background: var(--panel); border: 1px solid var(--line); border-radius: .25rem;
  padding: .1em .3em; overflow-wrap: anywhere; }
dd code { border: 0; padding: 0; background: none; }
button { font: inherit; font-weight: 600; color: #fff; background: var(--accent); border: 0; border-radius: .4rem; padding: .6rem 1.1rem; cursor: pointer; }
button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
li { margin: .5rem 0; }
a { color: inherit; }
@media (max-width: 32rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; } main { padding-top: 1.5rem; } }
`;

/** The first page: what is going to be registered, and the form that takes it to GitHub. `action`: where that is. */
export function renderFirstPage(manifest: AppManifest, action: string, file: string): string {
  const { host } = new URL(action);
  const permissions = Object.entries(manifest.default_permissions).map(
    ([name, access]) => `${name.replaceAll('_', ' ')}: ${access}`,
  );
  return page(
    'Register Faultline as a GitHub App',
    `<p>GitHub asks you once more, and lets you change the name. Then it sends you back here, and this machine fetches the credentials
of the App.</p>
<dl>
${row('Name', escapeHtml(manifest.name))}
${row('Homepage', escapeHtml(manifest.url))}
${row('Webhooks go to', escapeHtml(manifest.hook_attributes.url))}
${row('Permissions', permissions.map(escapeHtml).join('<br>'))}
${row('Events', manifest.default_events.map(event => `<code>${escapeHtml(event)}</code>`).join(', '))}
${row('Credentials go to', `<code>${escapeHtml(file)}</code>`)}
</dl>
<form action="${escapeHtml(action)}" method="post">
<input type="hidden" name="manifest" value="${escapeHtml(JSON.stringify(manifest))}">
<button>Register on ${escapeHtml(host)}</button>
</form>
<p class="soft">Until somebody configures it otherwise, the App posts nothing.</p>`,
  );
}

/** The last page: what comes next. */
export function renderLastPage({ name, url, appId }: AppCredentials, file: string): string {
  return page(
    `${name} is registered`,
    `<dl>
${row('App', `<a href="${escapeHtml(url)}">${escapeHtml(url)}</a>`)}
${row('Number', String(appId))}
${row('Credentials', `<code>${escapeHtml(file)}</code>`)}
</dl>
<h2>What comes next</h2>
<ol>
<li><a href="${escapeHtml(`${url}/installations/new`)}">Install the App</a> on the mirrors that it is for.</li>
<li>Start the server: <code>faultline serve --env-file ${escapeHtml(file)}</code></li>
<li>Say in <code>.github/faultline.yml</code> of a mirror, or in the settings of the server, where it may post. Until then
<code>faultline deliveries</code> shows what it would have.</li>
</ol>
<p class="soft">Keep the file secret: whoever has it can act as the App. This page is served no longer, you may close it.</p>`,
  );
}

/** Something went wrong. `words`: for people, not escaped. */
export function renderTroublePage(words: string): string {
  return page('That did not work', `<p>${escapeHtml(words)}</p>\n<p><a href="/">Back to the first page</a></p>`);
}

function row(term: string, html: string): string {
  return `<dt>${escapeHtml(term)}</dt><dd>${html}</dd>`;
}

function page(title: string, html: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${html}
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
