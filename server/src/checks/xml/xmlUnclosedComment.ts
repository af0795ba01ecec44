import { loaderCheck } from '../check.ts';

export const xmlUnclosedComment = loaderCheck({
  code: 'xml-unclosed-comment',
  level: 'error',
  title: 'Comment without an end',
  fact: () => 'This comment has no --> of its own',
  instead: () => 'Write --> where it ends. Until then everything up to the next --> is part of the comment.',
});
