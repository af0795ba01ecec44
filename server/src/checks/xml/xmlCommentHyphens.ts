import { loaderCheck } from '../check.ts';

export const xmlCommentHyphens = loaderCheck({
  code: 'xml-comment-hyphens',
  level: 'error',
  title: 'Two hyphens in a comment',
  fact: facts =>
    facts.number('nested') === 1
      ? 'A comment cannot hold another comment, and <!-- stands inside one'
      : 'Two hyphens may not stand inside a comment',
  instead: facts =>
    facts.number('nested') === 1
      ? 'End the outer comment before the inner one begins, or take the inner <!-- and --> away.'
      : 'Write a single hyphen or another character.',
});
