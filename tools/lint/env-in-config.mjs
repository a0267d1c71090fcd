import { isIn, pathOf } from './files.mjs';

/**
 * The environment is read once, in the configuration, where it is checked and named.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const envInConfig = {
  meta: {
    type: 'problem',
    docs: { description: 'process.env is read in the configuration only' },
    messages: { outside: 'read the environment in config.ts, where every key is checked and described' },
    schema: [{ type: 'array', items: { type: 'string' } }],
  },
  create(context) {
    if (isIn(pathOf(context), context.options[0])) return {};
    return {
      MemberExpression(node) {
        const property = node.computed ? node.property.value : node.property.name;
        if (node.object.type === 'Identifier' && node.object.name === 'process' && property === 'env') {
          context.report({ node, messageId: 'outside' });
        }
      },
      "VariableDeclarator[init.name='process'] > ObjectPattern > Property[key.name='env']"(node) {
        context.report({ node, messageId: 'outside' });
      },
      "ImportDeclaration[source.value=/^(node:)?process$/] > ImportSpecifier[imported.name='env']"(node) {
        context.report({ node, messageId: 'outside' });
      },
    };
  },
};
