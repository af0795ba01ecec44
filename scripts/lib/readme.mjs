// README.md has parts that only a reader of the repository can use: pictures, links to files that are not in the
// package, how to build. They stand between these comments, and the package carries the rest.
const repositoryOnly = /^<!-- repository -->\n[\s\S]*?^<!-- \/repository -->\n+/gm;

/** The README for the package. */
export const packagedReadme = text => text.replace(repositoryOnly, '');

/** The targets of links and pictures that are neither on the web nor within the page. */
export function relativeTargets(text) {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');
  const targets = [
    ...[...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target),
    ...[...prose.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g)].map(([, target]) => target),
  ];
  return targets
    .filter(target => !/^(?:[a-z][a-z\d+.-]*:|#)/i.test(target))
    .map(target => target.replace(/#.*$/, ''));
}
