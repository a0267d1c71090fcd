import { isIn, pathOf } from './files.mjs';

const SUBJECT = /^(evt|req|live)\.([a-z*>-]|$)/;

/**
 * The names on the bus stand in one place, so that both ends of each are found there.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const subjectInContracts = {
  meta: {
    type: 'problem',
    docs: { description: 'subjects of the bus are written in libs/contracts only' },
    messages: { outside: 'name this subject in libs/contracts and import it: a subject is a contract' },
    schema: [{ type: 'array', items: { type: 'string' } }],
  },
  create(context) {
    if (isIn(pathOf(context), context.options[0])) return {};
    const check = (node, text) => {
      if (typeof text === 'string' && SUBJECT.test(text)) context.report({ node, messageId: 'outside' });
    };
    return {
      Literal: (node) => check(node, node.value),
      TemplateLiteral: (node) => check(node, node.quasis[0].value.cooked),
    };
  },
};
